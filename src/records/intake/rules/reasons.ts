/** What became of something that was sent: every event, and every request that could not be read, has exactly one. */
export const OUTCOMES = ['accepted', 'duplicate', 'filtered', 'limited', 'invalid'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Why an event or request was not taken, in words for the page. */
export const REASONS = {
  not_json: 'The body is not valid JSON.',
  body_too_large: 'The request is larger than 500 kB. Send smaller batches.',
  bad_encoding: 'The body could not be unpacked. Send it plain or compressed with gzip.',
  bad_batch: 'The field batch must be a list of 1 to 2,500 events.',
  not_an_object: 'An event must be a JSON object.',
  unknown_type: 'The type must be track, identify, page, screen, group or alias.',
  no_identity: 'An event needs a userId or an anonymousId.',
  bad_identity: 'The userId or anonymousId is not an id: it is a placeholder such as “null”, or too long.',
  no_event_name: 'A track event needs a name in the field event.',
  bad_event_name: 'The name of an event is a text of up to 200 characters.',
  bad_message_id: 'The messageId is a text of up to 200 characters.',
  bad_fields: 'The fields properties, traits and context must be JSON objects.',
  event_too_large: 'The event is larger than 32 kB.',
  too_deep: 'The event is nested more than 20 levels deep.',
  unstorable_text: 'The event holds a NUL character or half a surrogate pair.',
  forbidden_name: 'A field has the name __proto__.',
  origin: 'The page that sent it is not among the allowed sites of the key.',
  consent: 'The visitor has not given the consent that the key asks for.',
  signal: 'The visitor’s browser asks not to be tracked.',
  rate_key: 'More events than the key may send.',
  rate_address: 'More events than one address may send.',
  busy: 'More events arrived than could be stored at once.',
} as const
export type Reason = keyof typeof REASONS

/** What was unusual about an accepted event; kept beside it. */
export const WARNINGS = {
  bad_timestamp: 'Its time could not be read, so the time of arrival counts.',
  implausible_timestamp: 'Its time is implausible, so the time of arrival counts.',
  no_message_id: 'It came without a messageId, so a repetition may count twice.',
} as const
export type Warning = keyof typeof WARNINGS
