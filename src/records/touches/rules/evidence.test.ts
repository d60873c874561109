import { describe, expect, it } from 'vitest'
import { countsForFollowUp, isAttempt, isContact, type TouchEvidence } from './evidence.ts'

const touch = (kind: string, more: Partial<TouchEvidence> = {}): TouchEvidence => ({
  kind,
  side: 'sales',
  direction: 'outbound',
  machine: false,
  attributes: {},
  ...more,
})
const ALL = ['call', 'email', 'meeting', 'social']

describe('evidence', () => {
  it.each([
    ['a call', touch('call'), true, false],
    ['a call that was answered', touch('call_connected'), true, true],
    ['a personal e-mail', touch('email_sent'), true, false],
    ['a meeting', touch('meeting'), true, true],
    ['a message on a social network', touch('social'), true, false],
    ['a note', touch('note'), false, false],
    ['an answer', touch('email_reply', { side: 'marketing', direction: 'inbound' }), false, true],
    [
      'an automatic reply',
      touch('email_reply', { direction: 'inbound', attributes: { automatic: true } }),
      false,
      false,
    ],
    ['a mail sent by a program', touch('email_sent', { attributes: { automatic: true } }), false, false],
    ['a mail of a mass', touch('email_sent', { attributes: { bulk: true } }), false, false],
    [
      'a note of absence',
      touch('email_reply', { direction: 'inbound', attributes: { out_of_office: true } }),
      false,
      false,
    ],
    ['a mail logged as reached', touch('email_sent', { attributes: { reached: true } }), true, true],
    ['a mailing', touch('email_sent', { side: 'marketing' }), false, false],
    ['what a machine did', touch('call', { machine: true }), false, false],
    ['a call from the customer', touch('call', { direction: 'inbound' }), false, true],
    ['a message that was answered', touch('social', { attributes: { reached: true } }), true, true],
    [
      'a request for a demo',
      touch('demo_request', { side: 'marketing', direction: 'inbound' }),
      false,
      false,
    ],
    ['a kind with a strange name', touch('constructor'), false, false],
  ])('%s', (_, one, attempt, contact) => {
    expect([isAttempt(one, ALL), isContact(one)]).toEqual([attempt, contact])
  })

  it('takes social networks only where the agreement names them, and counts the follow-up by its channels', () => {
    expect(isAttempt(touch('social'), ['call'])).toBe(false)
    expect(isAttempt(touch('meeting'), ['call'])).toBe(true)
    expect(countsForFollowUp(touch('meeting'), ['call'])).toBe(false)
    expect(countsForFollowUp(touch('call_connected'), ['call'])).toBe(true)
  })
})
