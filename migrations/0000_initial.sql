DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'accord_app') THEN
    CREATE ROLE accord_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
--> statement-breakpoint
DO $$ BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT accord_app TO %I', current_user);
  END IF;
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO accord_app;
--> statement-breakpoint
CREATE TABLE "account" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"name_norm" text NOT NULL,
	"domain" text,
	"industry" text,
	"employees" integer,
	"annual_revenue_minor" bigint,
	"currency" text,
	"country" text,
	"region" text,
	"phone" text,
	"postcode" text,
	"seller_id" uuid,
	"parent_id" uuid,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"occurred_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"merged_into_id" uuid,
	"import_id" uuid,
	CONSTRAINT "account_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "agreement_version" (
	"workspace_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"status" text NOT NULL,
	"effective_from" timestamptz(3),
	"effective_to" timestamptz(3),
	"document" jsonb NOT NULL,
	"yaml" text NOT NULL,
	"digest" text NOT NULL,
	"note" text,
	"created_by" uuid,
	"created_by_name" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"signed_at" timestamptz(3),
	CONSTRAINT "agreement_version_pk" PRIMARY KEY("workspace_id","number")
);
--> statement-breakpoint
CREATE TABLE "api_key" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"secret_hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"expires_at" timestamptz(3),
	"last_used_at" timestamptz(3),
	"revoked_at" timestamptz(3),
	CONSTRAINT "api_key_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "api_key_secret" UNIQUE("workspace_id","secret_hash")
);
--> statement-breakpoint
CREATE TABLE "app_user" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "app_user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"workspace_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"occurred_at" timestamptz(3) NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"operation" text NOT NULL,
	"subject" text,
	"summary" text NOT NULL,
	"detail" jsonb NOT NULL,
	"request_id" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_entry_pk" PRIMARY KEY("workspace_id","seq")
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"workspace_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_head_pk" PRIMARY KEY("workspace_id")
);
--> statement-breakpoint
CREATE TABLE "campaign" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"name_norm" text NOT NULL,
	"channel" text,
	"kind" text,
	"starts_on" date,
	"ends_on" date,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"import_id" uuid,
	CONSTRAINT "campaign_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "campaign_cost" (
	"workspace_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"spent_on" date NOT NULL,
	"kind" text DEFAULT 'total' NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"import_id" uuid,
	CONSTRAINT "campaign_cost_pk" PRIMARY KEY("workspace_id","campaign_id","spent_on","kind")
);
--> statement-breakpoint
CREATE TABLE "chat_channel" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"service" text NOT NULL,
	"name" text NOT NULL,
	"url_sealed" text NOT NULL,
	"host" text NOT NULL,
	"kinds" text[] NOT NULL,
	"state" text NOT NULL,
	"problem" text,
	"failing_since" timestamptz(3),
	"last_post_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "chat_channel_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "credential" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"password" text,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrolment" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"began_with" uuid,
	"cycle" integer NOT NULL,
	"track_key" text NOT NULL,
	"agreement_version" integer NOT NULL,
	"reason" text,
	"actor_id" uuid,
	"step" integer NOT NULL,
	"enrolled_at" timestamptz(3) NOT NULL,
	"next_step_at" timestamptz(3),
	"ended_at" timestamptz(3),
	"ended_because" text,
	"open_opportunities" integer NOT NULL,
	CONSTRAINT "enrolment_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "event_kind" (
	"workspace_id" uuid NOT NULL,
	"name_norm" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"changed_at" timestamptz(3) NOT NULL,
	CONSTRAINT "event_kind_pk" PRIMARY KEY("workspace_id","name_norm")
);
--> statement-breakpoint
CREATE TABLE "external_id" (
	"workspace_id" uuid NOT NULL,
	"system" text NOT NULL,
	"kind" text NOT NULL,
	"external_id" text NOT NULL,
	"record_id" uuid NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"import_id" uuid,
	CONSTRAINT "external_id_pk" PRIMARY KEY("workspace_id","kind","external_id","system")
);
--> statement-breakpoint
CREATE TABLE "fact_account" (
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"missing" integer NOT NULL,
	CONSTRAINT "fact_account_pk" PRIMARY KEY("workspace_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "fact_change" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_ids" uuid[] NOT NULL,
	CONSTRAINT "fact_change_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "fact_decision" (
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"decision" text NOT NULL,
	"outcome" text NOT NULL,
	"decided_at" timestamptz(3) NOT NULL,
	"decided_on" date NOT NULL,
	"source" text,
	"campaign_id" uuid,
	"seller_id" uuid,
	"team" text,
	CONSTRAINT "fact_decision_pk" PRIMARY KEY("workspace_id","person_id","decision")
);
--> statement-breakpoint
CREATE TABLE "fact_opportunity" (
	"workspace_id" uuid NOT NULL,
	"opportunity_id" uuid NOT NULL,
	"status" text NOT NULL,
	"amount_minor" bigint,
	"currency" text,
	"created_at" timestamptz(3),
	"created_on" date,
	"closed_at" timestamptz(3),
	"closed_on" date,
	"seller_id" uuid,
	"team" text,
	"account_id" uuid,
	"origin" text,
	"origin_is_marketing" boolean,
	"source" text,
	"campaign_id" uuid,
	"first_touch_at" timestamptz(3),
	"first_touch_side" text,
	"recent_first_side" text,
	"marketing_touches" integer NOT NULL,
	"missing" integer NOT NULL,
	CONSTRAINT "fact_opportunity_pk" PRIMARY KEY("workspace_id","opportunity_id")
);
--> statement-breakpoint
CREATE TABLE "fact_person" (
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"source" text,
	"seller_id" uuid,
	"team" text,
	"account_id" uuid,
	"missing" integer NOT NULL,
	"marketing_touches" integer NOT NULL,
	"with_channel" integer NOT NULL,
	"with_campaign" integer NOT NULL,
	CONSTRAINT "fact_person_pk" PRIMARY KEY("workspace_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "fact_response" (
	"workspace_id" uuid NOT NULL,
	"touch_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"raised_at" timestamptz(3) NOT NULL,
	"raised_on" date NOT NULL,
	"first_attempt_at" timestamptz(3),
	"first_contact_at" timestamptz(3),
	"seller_id" uuid,
	"team" text,
	"source" text,
	"campaign_id" uuid,
	CONSTRAINT "fact_response_pk" PRIMARY KEY("workspace_id","touch_id")
);
--> statement-breakpoint
CREATE TABLE "fact_stage" (
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"cycle" integer NOT NULL,
	"stage" text NOT NULL,
	"from_stage" text NOT NULL,
	"entered_at" timestamptz(3) NOT NULL,
	"entered_on" date NOT NULL,
	"inferred" boolean NOT NULL,
	"next_on" date,
	"standing" boolean NOT NULL,
	"source" text,
	"campaign_id" uuid,
	"seller_id" uuid,
	"team" text,
	"agreement_version" integer NOT NULL,
	CONSTRAINT "fact_stage_pk" PRIMARY KEY("workspace_id","person_id","cycle","stage")
);
--> statement-breakpoint
CREATE TABLE "fact_state" (
	"workspace_id" uuid NOT NULL,
	"signature" text,
	"refreshed_at" timestamptz(3) NOT NULL,
	"revision" integer NOT NULL,
	CONSTRAINT "fact_state_pk" PRIMARY KEY("workspace_id")
);
--> statement-breakpoint
CREATE TABLE "field_count" (
	"workspace_id" uuid NOT NULL,
	"record" text NOT NULL,
	"field" text NOT NULL,
	"filled" integer NOT NULL,
	"total" integer NOT NULL,
	CONSTRAINT "field_count_pk" PRIMARY KEY("workspace_id","record","field")
);
--> statement-breakpoint
CREATE TABLE "form" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"fields" jsonb NOT NULL,
	"consent_text" text,
	"button_text" text NOT NULL,
	"thanks_text" text NOT NULL,
	"redirect_url" text,
	"reply_subject" text,
	"reply_text" text,
	"origins" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"changed_at" timestamptz(3) NOT NULL,
	"revoked_at" timestamptz(3),
	CONSTRAINT "form_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "form_key" UNIQUE("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "form_held" (
	"workspace_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"form_id" uuid NOT NULL,
	"state" text NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamptz(3),
	CONSTRAINT "form_held_pk" PRIMARY KEY("workspace_id","submission_id")
);
--> statement-breakpoint
CREATE TABLE "form_reply" (
	"workspace_id" uuid NOT NULL,
	"email_norm" text NOT NULL,
	"replied_at" timestamptz(3) NOT NULL,
	CONSTRAINT "form_reply_pk" PRIMARY KEY("workspace_id","email_norm")
);
--> statement-breakpoint
CREATE TABLE "form_submission" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"form_id" uuid NOT NULL,
	"answers" jsonb NOT NULL,
	"email" text NOT NULL,
	"signs" jsonb NOT NULL,
	"held" boolean NOT NULL,
	"proof" text,
	"consent_text" text,
	"context" jsonb NOT NULL,
	"anonymous_id" text,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "form_submission_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "form_submission_proof" UNIQUE("workspace_id","proof")
);
--> statement-breakpoint
CREATE TABLE "free_mail_override" (
	"workspace_id" uuid NOT NULL,
	"domain" text NOT NULL,
	"is_free_mail" boolean NOT NULL,
	CONSTRAINT "free_mail_override_pk" PRIMARY KEY("workspace_id","domain")
);
--> statement-breakpoint
CREATE TABLE "hand_off" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"cycle" integer NOT NULL,
	"sequence" integer NOT NULL,
	"seller_id" uuid,
	"decision_id" uuid,
	"agreement_version" integer NOT NULL,
	"state" text NOT NULL,
	"state_at" timestamptz(3) NOT NULL,
	"hand_raise" boolean NOT NULL,
	"cause_id" uuid,
	"campaign_id" uuid,
	"response_time" text NOT NULL,
	"within_ms" bigint NOT NULL,
	"clock" text NOT NULL,
	"calendar" text,
	"away" jsonb NOT NULL,
	"lead_started_at" timestamptz(3) NOT NULL,
	"lead_due_at" timestamptz(3) NOT NULL,
	"offered_at" timestamptz(3) NOT NULL,
	"owner_due_at" timestamptz(3) NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"lead_attempted_at" timestamptz(3),
	"lead_attempt_touch_id" uuid,
	"attempted_at" timestamptz(3),
	"attempt_touch_id" uuid,
	"contacted_at" timestamptz(3),
	"contact_touch_id" uuid,
	"outside_hours" boolean DEFAULT false NOT NULL,
	"accepted_by" uuid,
	"accepted_at" timestamptz(3),
	"accepted_by_default" boolean DEFAULT false NOT NULL,
	"paused_at" timestamptz(3),
	"paused_by" uuid,
	"pause_reason" text,
	"paused_until" timestamptz(3),
	"reason" text,
	"note" text,
	"opportunity_id" uuid,
	"events" integer NOT NULL,
	CONSTRAINT "hand_off_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "hand_off_dispute" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"hand_off_id" uuid NOT NULL,
	"raised_by" uuid NOT NULL,
	"raised_at" timestamptz(3) NOT NULL,
	"note" text NOT NULL,
	"outcome" text NOT NULL,
	"settled_by" uuid,
	"settled_at" timestamptz(3),
	"answer" text,
	CONSTRAINT "hand_off_dispute_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "hand_off_event" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"hand_off_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"occurred_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"actor_id" uuid,
	"detail" jsonb NOT NULL,
	"touch_id" uuid,
	"undoes_id" uuid,
	CONSTRAINT "hand_off_event_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "hand_off_start" (
	"workspace_id" uuid NOT NULL,
	"live_since" timestamptz(3) NOT NULL,
	CONSTRAINT "hand_off_start_pk" PRIMARY KEY("workspace_id")
);
--> statement-breakpoint
CREATE TABLE "hand_off_timer" (
	"workspace_id" uuid NOT NULL,
	"hand_off_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"level" integer NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"fired_at" timestamptz(3),
	"cancelled_at" timestamptz(3),
	CONSTRAINT "hand_off_timer_pk" PRIMARY KEY("workspace_id","hand_off_id","kind","level")
);
--> statement-breakpoint
CREATE TABLE "idempotent_answer" (
	"workspace_id" uuid NOT NULL,
	"principal" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "idempotent_answer_pk" PRIMARY KEY("workspace_id","principal","key")
);
--> statement-breakpoint
CREATE TABLE "identity_join" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"anonymous_id" text NOT NULL,
	"person_id" uuid NOT NULL,
	"matched_by" text NOT NULL,
	"matched" text NOT NULL,
	"proven" boolean NOT NULL,
	"message_id" text NOT NULL,
	"shared_device" boolean NOT NULL,
	"brings_history" boolean NOT NULL,
	"filled" jsonb DEFAULT '{"fields":{},"attributes":{}}'::jsonb NOT NULL,
	"occurred_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"taken_back_at" timestamptz(3),
	"taken_back_by" uuid,
	CONSTRAINT "identity_join_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "import_change" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"record_id" uuid NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "import_change_pk" PRIMARY KEY("workspace_id","import_id","kind","record_id")
);
--> statement-breakpoint
CREATE TABLE "import_file" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"name" text NOT NULL,
	"bytes" bigint NOT NULL,
	"digest" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "import_file_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "import_mapping" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "import_mapping_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "import_row_error" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"file" text NOT NULL,
	"row" integer NOT NULL,
	"header" text,
	"value" text,
	"message" text NOT NULL,
	"refused" boolean NOT NULL,
	CONSTRAINT "import_row_error_pk" PRIMARY KEY("workspace_id","import_id","position")
);
--> statement-breakpoint
CREATE TABLE "import_run" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"understanding" jsonb,
	"mapping" jsonb,
	"answers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"dry_counts" jsonb,
	"counts" jsonb,
	"leftovers" jsonb,
	"rows_done" integer DEFAULT 0 NOT NULL,
	"rows_total" integer,
	"refused_rows" integer DEFAULT 0 NOT NULL,
	"error_count" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"created_by" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"started_at" timestamptz(3),
	"finished_at" timestamptz(3),
	CONSTRAINT "import_run_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "import_seen" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"record_ids" uuid[] NOT NULL,
	"keys" text[],
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "import_seen_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "intake_count" (
	"workspace_id" uuid NOT NULL,
	"hour" timestamptz(3) NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"events" bigint NOT NULL,
	CONSTRAINT "intake_count_pk" PRIMARY KEY("workspace_id","hour","outcome","reason")
);
--> statement-breakpoint
CREATE TABLE "intake_drain" (
	"workspace_id" uuid NOT NULL,
	CONSTRAINT "intake_drain_pk" PRIMARY KEY("workspace_id")
);
--> statement-breakpoint
CREATE TABLE "intake_event" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"message_id" text NOT NULL,
	"type" text NOT NULL,
	"name" text,
	"anonymous_id" text,
	"user_id" text,
	"payload" jsonb NOT NULL,
	"kind" text,
	"source" text NOT NULL,
	"proven" boolean NOT NULL,
	"machine" text,
	"warning" text,
	"write_key_id" uuid,
	"occurred_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "intake_event_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "intake_event_message" UNIQUE("workspace_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "intake_refusal" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"type" text,
	"name" text,
	"message_id" text,
	"write_key_id" uuid,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "intake_refusal_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "intake_work" (
	"workspace_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"state" text NOT NULL,
	"anonymous_id" text,
	"user_id" text,
	"due_at" timestamptz(3) NOT NULL,
	"reason" text,
	CONSTRAINT "intake_work_pk" PRIMARY KEY("workspace_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"email_norm" text NOT NULL,
	"name" text,
	"role" text NOT NULL,
	"secret_hash" text NOT NULL,
	"invited_by" uuid NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"expires_at" timestamptz(3) NOT NULL,
	"accepted_at" timestamptz(3),
	"revoked_at" timestamptz(3),
	CONSTRAINT "invitation_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "invitation_secret" UNIQUE("workspace_id","secret_hash")
);
--> statement-breakpoint
CREATE TABLE "job" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"key" text,
	"state" text NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_owner" uuid,
	"lease_token" uuid,
	"progress" jsonb,
	"reason" text,
	"created_at" timestamptz(3) NOT NULL,
	"finished_at" timestamptz(3),
	CONSTRAINT "job_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "lead" (
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"stage" text,
	"cycle" integer NOT NULL,
	"stage_entered_at" timestamptz(3),
	"fit" double precision NOT NULL,
	"engagement" double precision NOT NULL,
	"grade" text NOT NULL,
	"scored_at" timestamptz(3) NOT NULL,
	"agreement_version" integer NOT NULL,
	"counted_events" integer NOT NULL,
	"next_decay_at" timestamptz(3),
	"excluded_by" text,
	"last_touch_at" timestamptz(3),
	"hand_raise_at" timestamptz(3),
	"qualified_first_at" timestamptz(3),
	"qualified_latest_at" timestamptz(3),
	"qualified_count" integer NOT NULL,
	"open_opportunities" integer NOT NULL,
	CONSTRAINT "lead_pk" PRIMARY KEY("workspace_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "leak_day" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"found_at" timestamptz(3) NOT NULL,
	"counts" jsonb NOT NULL,
	CONSTRAINT "leak_day_pk" PRIMARY KEY("workspace_id","day")
);
--> statement-breakpoint
CREATE TABLE "live_hint" (
	"workspace_id" uuid NOT NULL,
	"what" text NOT NULL,
	"at" timestamptz(3) NOT NULL,
	CONSTRAINT "live_hint_pk" PRIMARY KEY("workspace_id","what")
);
--> statement-breakpoint
CREATE TABLE "logged_mail" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"mail_key" text NOT NULL,
	"direction" text NOT NULL,
	"subject" text NOT NULL,
	"automatic" text,
	"occurred_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"unknown" jsonb NOT NULL,
	"settled_at" timestamptz(3),
	CONSTRAINT "logged_mail_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "member" (
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"name_vouched" boolean DEFAULT false NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"revoked_at" timestamptz(3),
	CONSTRAINT "member_pk" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "notification" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"detail" text NOT NULL,
	"href" text NOT NULL,
	"urgent" boolean NOT NULL,
	"key" text NOT NULL,
	"in_app" boolean NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"read_at" timestamptz(3),
	CONSTRAINT "notification_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "notification_delivery" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel" text NOT NULL,
	"target_id" uuid NOT NULL,
	"key" text NOT NULL,
	"content" jsonb NOT NULL,
	"state" text NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"message_id" uuid,
	"attempts" integer DEFAULT 0 NOT NULL,
	"detail" text,
	"created_at" timestamptz(3) NOT NULL,
	"sent_at" timestamptz(3),
	CONSTRAINT "notification_delivery_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "notification_preference" (
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"in_app" boolean NOT NULL,
	"mail" text NOT NULL,
	CONSTRAINT "notification_preference_pk" PRIMARY KEY("workspace_id","user_id","kind")
);
--> statement-breakpoint
CREATE TABLE "notification_setting" (
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"time_zone" text NOT NULL,
	"quiet_from" text,
	"quiet_until" text,
	"urgent_in_quiet" boolean NOT NULL,
	"daily_at" text NOT NULL,
	CONSTRAINT "notification_setting_pk" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "nurture_click" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"link" smallint NOT NULL,
	"occurred_at" timestamptz(3) NOT NULL,
	"sign" text,
	"settled_at" timestamptz(3),
	CONSTRAINT "nurture_click_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "nurture_message" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"enrolment_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"track_key" text NOT NULL,
	"step_key" text NOT NULL,
	"step" integer NOT NULL,
	"email" text,
	"email_norm" text,
	"subject" text,
	"links" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"state" text NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"queued_at" timestamptz(3) NOT NULL,
	"try_at" timestamptz(3) NOT NULL,
	"sending_at" timestamptz(3),
	"done_at" timestamptz(3),
	"detail" text,
	"decided_by" uuid,
	CONSTRAINT "nurture_message_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "opportunity" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"account_id" uuid,
	"seller_id" uuid,
	"status" text NOT NULL,
	"stage" text NOT NULL,
	"amount_minor" bigint,
	"currency" text,
	"product" text,
	"origin" text,
	"lost_reason" text,
	"occurred_at" timestamptz(3),
	"closed_at" timestamptz(3),
	"expected_close_on" date,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"import_id" uuid,
	CONSTRAINT "opportunity_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "opportunity_contact" (
	"workspace_id" uuid NOT NULL,
	"opportunity_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text,
	"is_primary" boolean DEFAULT false NOT NULL,
	"import_id" uuid,
	CONSTRAINT "opportunity_contact_pk" PRIMARY KEY("workspace_id","opportunity_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "opportunity_stage_change" (
	"workspace_id" uuid NOT NULL,
	"opportunity_id" uuid NOT NULL,
	"to_stage" text NOT NULL,
	"from_stage" text,
	"amount_minor" bigint,
	"occurred_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"import_id" uuid,
	CONSTRAINT "opportunity_stage_change_pk" PRIMARY KEY("workspace_id","opportunity_id","occurred_at","to_stage")
);
--> statement-breakpoint
CREATE TABLE "password_reset" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"secret_hash" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"expires_at" timestamptz(3) NOT NULL,
	"used_at" timestamptz(3),
	CONSTRAINT "password_reset_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "password_reset_secret" UNIQUE("workspace_id","secret_hash")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"email" text,
	"email_norm" text,
	"first_name" text,
	"last_name" text,
	"name_digest" text GENERATED ALWAYS AS (md5(lower(first_name || ' ' || last_name))) STORED,
	"job_title" text,
	"phone" text,
	"country" text,
	"account_id" uuid,
	"seller_id" uuid,
	"source" text,
	"reported_stage" text,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"told" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"made_by" text DEFAULT 'record' NOT NULL,
	"occurred_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"merged_into_id" uuid,
	"import_id" uuid,
	CONSTRAINT "person_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "pool_balance" (
	"workspace_id" uuid NOT NULL,
	"pool_key" text NOT NULL,
	"credits" jsonb NOT NULL,
	CONSTRAINT "pool_balance_pk" PRIMARY KEY("workspace_id","pool_key")
);
--> statement-breakpoint
CREATE TABLE "pool_credit" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pool_key" text NOT NULL,
	"decision_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"deltas" jsonb NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "pool_credit_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "record_merge" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"survivor_id" uuid NOT NULL,
	"merged_id" uuid NOT NULL,
	"moved" jsonb NOT NULL,
	"before" jsonb NOT NULL,
	"merged_by" text NOT NULL,
	"merged_at" timestamptz(3) NOT NULL,
	"moved_at" timestamptz(3),
	"undone_at" timestamptz(3),
	CONSTRAINT "record_merge_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "reported_stage" (
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"occurred_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"source" text NOT NULL,
	"reason" text,
	"actor_id" uuid,
	"revision" integer DEFAULT 0 NOT NULL,
	"import_id" uuid,
	CONSTRAINT "reported_stage_pk" PRIMARY KEY("workspace_id","person_id","stage","occurred_at","revision")
);
--> statement-breakpoint
CREATE TABLE "reported_stage_withdrawal" (
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"occurred_at" timestamptz(3) NOT NULL,
	"revision" integer NOT NULL,
	"actor_id" uuid,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "reported_stage_withdrawal_pk" PRIMARY KEY("workspace_id","person_id","stage","occurred_at","revision")
);
--> statement-breakpoint
CREATE TABLE "review_pair" (
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"left_id" uuid NOT NULL,
	"right_id" uuid NOT NULL,
	"evidence" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"found_at" timestamptz(3) NOT NULL,
	"decided_at" timestamptz(3),
	"decided_by" text,
	CONSTRAINT "review_pair_pk" PRIMARY KEY("workspace_id","kind","left_id","right_id")
);
--> statement-breakpoint
CREATE TABLE "routing_decision" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"cycle" integer NOT NULL,
	"seller_id" uuid,
	"rule_key" text NOT NULL,
	"rule_name" text NOT NULL,
	"match" text NOT NULL,
	"pool_key" text,
	"pool_name" text,
	"because" text NOT NULL,
	"skipped" jsonb NOT NULL,
	"tried" jsonb NOT NULL,
	"evidence" jsonb NOT NULL,
	"agreement_version" integer NOT NULL,
	"occurred_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "routing_decision_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "seller" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"name_norm" text NOT NULL,
	"email" text,
	"email_norm" text,
	"team" text,
	"manager" text,
	"recorded_at" timestamptz(3) NOT NULL,
	"import_id" uuid,
	CONSTRAINT "seller_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "seller_absence" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"seller_id" uuid NOT NULL,
	"from_at" timestamptz(3) NOT NULL,
	"to_at" timestamptz(3) NOT NULL,
	"note" text,
	"entered_by" text NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "seller_absence_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"token" text NOT NULL,
	"active_workspace_id" uuid,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "setup" (
	"id" integer PRIMARY KEY NOT NULL,
	"completed_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_freshness" (
	"workspace_id" uuid NOT NULL,
	"source" text NOT NULL,
	"kind" text NOT NULL,
	"last_occurred_at" timestamptz(3),
	"last_recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "source_freshness_pk" PRIMARY KEY("workspace_id","source","kind")
);
--> statement-breakpoint
CREATE TABLE "stage_daily" (
	"workspace_id" uuid NOT NULL,
	"dimension" text NOT NULL,
	"value" text NOT NULL,
	"day" date NOT NULL,
	"stage" text NOT NULL,
	"from_stage" text NOT NULL,
	"agreement_version" integer NOT NULL,
	"entered" integer NOT NULL,
	"inferred" integer NOT NULL,
	"standing" integer NOT NULL,
	"reached_30" integer NOT NULL,
	"reached_60" integer NOT NULL,
	"reached_90" integer NOT NULL,
	"reached_180" integer NOT NULL,
	"reached_365" integer NOT NULL,
	CONSTRAINT "stage_daily_pk" PRIMARY KEY("workspace_id","dimension","value","day","stage","from_stage","agreement_version")
);
--> statement-breakpoint
CREATE TABLE "stage_transition" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"cycle" integer NOT NULL,
	"from_stage" text,
	"to_stage" text NOT NULL,
	"occurred_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"inferred" boolean DEFAULT false NOT NULL,
	"actor_kind" text NOT NULL,
	"actor" text NOT NULL,
	"agreement_version" integer NOT NULL,
	"reason" text,
	"fit" real NOT NULL,
	"engagement" real NOT NULL,
	"cause_id" uuid,
	"voids_id" uuid,
	CONSTRAINT "stage_transition_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "suppression" (
	"workspace_id" uuid NOT NULL,
	"email_norm" text NOT NULL,
	"reason" text NOT NULL,
	"detail" text,
	"actor_id" uuid,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "suppression_pk" PRIMARY KEY("workspace_id","email_norm")
);
--> statement-breakpoint
CREATE TABLE "touch" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"campaign_id" uuid,
	"seller_id" uuid,
	"kind" text NOT NULL,
	"side" text NOT NULL,
	"direction" text NOT NULL,
	"channel" text,
	"subject" text,
	"machine" boolean DEFAULT false NOT NULL,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"occurred_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"source" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"import_id" uuid,
	CONSTRAINT "touch_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "touch_dedupe" UNIQUE("workspace_id","source","dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" uuid PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visitor" (
	"workspace_id" uuid NOT NULL,
	"anonymous_id" text NOT NULL,
	"person_id" uuid,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "visitor_pk" PRIMARY KEY("workspace_id","anonymous_id")
);
--> statement-breakpoint
CREATE TABLE "webhook_attempt" (
	"workspace_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"started_at" timestamptz(3) NOT NULL,
	"duration_ms" integer NOT NULL,
	"status" integer,
	"fault" text,
	"excerpt" text NOT NULL,
	CONSTRAINT "webhook_attempt_pk" PRIMARY KEY("workspace_id","message_id","number")
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoint" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"url" text NOT NULL,
	"description" text NOT NULL,
	"events" text[] NOT NULL,
	"secret_sealed" text NOT NULL,
	"old_secret_sealed" text,
	"old_secret_until" timestamptz(3),
	"state" text NOT NULL,
	"disabled_reason" text,
	"disabled_at" timestamptz(3),
	"failing_since" timestamptz(3),
	"last_success_at" timestamptz(3),
	"sender_id" uuid,
	"sender_until" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "webhook_endpoint_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "webhook_message" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"event" text NOT NULL,
	"body" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"attempts_ever" integer DEFAULT 0 NOT NULL,
	"next_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	"delivered_at" timestamptz(3),
	CONSTRAINT "webhook_message_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "workspace" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"kind" text DEFAULT 'real' NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"currency" text DEFAULT 'USD' NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "workspace_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "write_key" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"token_hash" text NOT NULL,
	"token" text,
	"prefix" text NOT NULL,
	"origins" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"consent" text NOT NULL,
	"honour_signals" boolean NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"changed_at" timestamptz(3) NOT NULL,
	"revoked_at" timestamptz(3),
	CONSTRAINT "write_key_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "write_key_token" UNIQUE("workspace_id","token_hash")
);
--> statement-breakpoint
CREATE INDEX "account_domain" ON "account" USING btree ("workspace_id","domain");
--> statement-breakpoint
CREATE INDEX "account_name" ON "account" USING btree ("workspace_id","name_norm");
--> statement-breakpoint
CREATE INDEX "agreement_version_effective" ON "agreement_version" USING btree ("workspace_id","effective_from");
--> statement-breakpoint
CREATE INDEX "audit_entry_subject" ON "audit_entry" USING btree ("workspace_id","subject");
--> statement-breakpoint
CREATE INDEX "campaign_name" ON "campaign" USING btree ("workspace_id","name_norm");
--> statement-breakpoint
CREATE INDEX "credential_user" ON "credential" USING btree ("user_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "enrolment_present" ON "enrolment" USING btree ("workspace_id","person_id") WHERE ended_at is null;
--> statement-breakpoint
CREATE INDEX "enrolment_due" ON "enrolment" USING btree ("workspace_id","next_step_at") WHERE ended_at is null and next_step_at is not null;
--> statement-breakpoint
CREATE INDEX "enrolment_person" ON "enrolment" USING btree ("workspace_id","person_id","enrolled_at");
--> statement-breakpoint
CREATE INDEX "enrolment_began_with" ON "enrolment" USING btree ("workspace_id","began_with") WHERE began_with is not null;
--> statement-breakpoint
CREATE INDEX "enrolment_track" ON "enrolment" USING btree ("workspace_id","track_key","ended_at");
--> statement-breakpoint
CREATE INDEX "external_id_record" ON "external_id" USING btree ("workspace_id","record_id");
--> statement-breakpoint
CREATE INDEX "fact_decision_day" ON "fact_decision" USING btree ("workspace_id","decided_on");
--> statement-breakpoint
CREATE INDEX "fact_opportunity_created" ON "fact_opportunity" USING btree ("workspace_id","created_on");
--> statement-breakpoint
CREATE INDEX "fact_opportunity_closed" ON "fact_opportunity" USING btree ("workspace_id","closed_on");
--> statement-breakpoint
CREATE INDEX "fact_opportunity_status" ON "fact_opportunity" USING btree ("workspace_id","status","created_on");
--> statement-breakpoint
CREATE INDEX "fact_response_day" ON "fact_response" USING btree ("workspace_id","raised_on");
--> statement-breakpoint
CREATE INDEX "fact_response_person" ON "fact_response" USING btree ("workspace_id","person_id");
--> statement-breakpoint
CREATE INDEX "fact_stage_day" ON "fact_stage" USING btree ("workspace_id","entered_on");
--> statement-breakpoint
CREATE INDEX "fact_stage_list" ON "fact_stage" USING btree ("workspace_id","stage","entered_at","person_id");
--> statement-breakpoint
CREATE INDEX "form_held_form" ON "form_held" USING btree ("workspace_id","form_id","state","submission_id");
--> statement-breakpoint
CREATE INDEX "form_submission_form" ON "form_submission" USING btree ("workspace_id","form_id","id");
--> statement-breakpoint
CREATE UNIQUE INDEX "hand_off_turn" ON "hand_off" USING btree ("workspace_id","person_id","cycle","sequence");
--> statement-breakpoint
CREATE UNIQUE INDEX "hand_off_open" ON "hand_off" USING btree ("workspace_id","person_id") WHERE state in ('offered', 'accepted', 'working');
--> statement-breakpoint
CREATE INDEX "hand_off_inbox" ON "hand_off" USING btree ("workspace_id","seller_id","due_at") WHERE state in ('offered', 'accepted', 'working');
--> statement-breakpoint
CREATE INDEX "hand_off_state" ON "hand_off" USING btree ("workspace_id","state","state_at");
--> statement-breakpoint
CREATE INDEX "hand_off_offered" ON "hand_off" USING btree ("workspace_id","offered_at");
--> statement-breakpoint
CREATE UNIQUE INDEX "hand_off_dispute_hand_off" ON "hand_off_dispute" USING btree ("workspace_id","hand_off_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "hand_off_event_number" ON "hand_off_event" USING btree ("workspace_id","hand_off_id","number");
--> statement-breakpoint
CREATE INDEX "hand_off_event_kind" ON "hand_off_event" USING btree ("workspace_id","kind","occurred_at");
--> statement-breakpoint
CREATE INDEX "hand_off_timer_due" ON "hand_off_timer" USING btree ("workspace_id","due_at") WHERE fired_at is null and cancelled_at is null;
--> statement-breakpoint
CREATE INDEX "idempotent_answer_created" ON "idempotent_answer" USING btree ("workspace_id","created_at");
--> statement-breakpoint
CREATE INDEX "identity_join_visitor" ON "identity_join" USING btree ("workspace_id","anonymous_id");
--> statement-breakpoint
CREATE INDEX "identity_join_person" ON "identity_join" USING btree ("workspace_id","person_id");
--> statement-breakpoint
CREATE INDEX "import_change_record" ON "import_change" USING btree ("workspace_id","kind","record_id");
--> statement-breakpoint
CREATE INDEX "import_file_run" ON "import_file" USING btree ("workspace_id","import_id");
--> statement-breakpoint
CREATE INDEX "import_mapping_name" ON "import_mapping" USING btree ("workspace_id","name");
--> statement-breakpoint
CREATE INDEX "import_run_created" ON "import_run" USING btree ("workspace_id","created_at");
--> statement-breakpoint
CREATE INDEX "import_seen_kind" ON "import_seen" USING btree ("workspace_id","kind","import_id");
--> statement-breakpoint
CREATE INDEX "intake_event_anonymous" ON "intake_event" USING btree ("workspace_id","anonymous_id","occurred_at");
--> statement-breakpoint
CREATE INDEX "intake_work_waiting" ON "intake_work" USING btree ("workspace_id","event_id") WHERE state = 'waiting';
--> statement-breakpoint
CREATE INDEX "intake_work_anonymous" ON "intake_work" USING btree ("workspace_id","anonymous_id") WHERE state = 'anonymous';
--> statement-breakpoint
CREATE INDEX "intake_work_user" ON "intake_work" USING btree ("workspace_id","user_id") WHERE state = 'anonymous';
--> statement-breakpoint
CREATE INDEX "intake_work_aside" ON "intake_work" USING btree ("workspace_id","event_id") WHERE state = 'set_aside';
--> statement-breakpoint
CREATE UNIQUE INDEX "job_key" ON "job" USING btree ("workspace_id","kind","key") WHERE state = 'ready' and key is not null;
--> statement-breakpoint
CREATE INDEX "job_open" ON "job" USING btree ("workspace_id","due_at") WHERE state in ('ready', 'running');
--> statement-breakpoint
CREATE INDEX "job_due" ON "job" USING btree ("due_at") WHERE state in ('ready', 'running');
--> statement-breakpoint
CREATE INDEX "lead_stage" ON "lead" USING btree ("workspace_id","stage");
--> statement-breakpoint
CREATE INDEX "lead_engagement" ON "lead" USING btree ("workspace_id","engagement","person_id");
--> statement-breakpoint
CREATE INDEX "lead_last_touch" ON "lead" USING btree ("workspace_id","last_touch_at","person_id");
--> statement-breakpoint
CREATE INDEX "lead_decay" ON "lead" USING btree ("workspace_id","next_decay_at");
--> statement-breakpoint
CREATE UNIQUE INDEX "logged_mail_key" ON "logged_mail" USING btree ("workspace_id","mail_key");
--> statement-breakpoint
CREATE INDEX "logged_mail_open" ON "logged_mail" USING btree ("workspace_id","settled_at","id");
--> statement-breakpoint
CREATE INDEX "member_email" ON "member" USING btree ("workspace_id","email");
--> statement-breakpoint
CREATE UNIQUE INDEX "notification_key" ON "notification" USING btree ("workspace_id","user_id","key");
--> statement-breakpoint
CREATE INDEX "notification_of" ON "notification" USING btree ("workspace_id","user_id","id");
--> statement-breakpoint
CREATE INDEX "notification_unread" ON "notification" USING btree ("workspace_id","user_id") WHERE read_at is null and in_app;
--> statement-breakpoint
CREATE UNIQUE INDEX "notification_delivery_key" ON "notification_delivery" USING btree ("workspace_id","channel","target_id","key");
--> statement-breakpoint
CREATE INDEX "notification_delivery_of" ON "notification_delivery" USING btree ("workspace_id","target_id","state","due_at");
--> statement-breakpoint
CREATE INDEX "notification_delivery_waiting" ON "notification_delivery" USING btree ("workspace_id","due_at") WHERE state = 'waiting';
--> statement-breakpoint
CREATE INDEX "notification_delivery_message" ON "notification_delivery" USING btree ("workspace_id","message_id") WHERE message_id is not null;
--> statement-breakpoint
CREATE INDEX "nurture_click_message" ON "nurture_click" USING btree ("workspace_id","message_id","occurred_at");
--> statement-breakpoint
CREATE UNIQUE INDEX "nurture_message_once" ON "nurture_message" USING btree ("workspace_id","person_id","step_key");
--> statement-breakpoint
CREATE UNIQUE INDEX "nurture_message_address_once" ON "nurture_message" USING btree ("workspace_id","step_key","email_norm") WHERE state <> 'stopped';
--> statement-breakpoint
CREATE INDEX "nurture_message_due" ON "nurture_message" USING btree ("workspace_id","try_at") WHERE state in ('queued', 'sending');
--> statement-breakpoint
CREATE INDEX "nurture_message_address" ON "nurture_message" USING btree ("workspace_id","email_norm");
--> statement-breakpoint
CREATE INDEX "nurture_message_enrolment" ON "nurture_message" USING btree ("workspace_id","enrolment_id");
--> statement-breakpoint
CREATE INDEX "nurture_message_unknown" ON "nurture_message" USING btree ("workspace_id","done_at") WHERE state = 'unknown';
--> statement-breakpoint
CREATE INDEX "opportunity_account" ON "opportunity" USING btree ("workspace_id","account_id");
--> statement-breakpoint
CREATE INDEX "opportunity_created" ON "opportunity" USING btree ("workspace_id","occurred_at");
--> statement-breakpoint
CREATE INDEX "opportunity_closed" ON "opportunity" USING btree ("workspace_id","closed_at");
--> statement-breakpoint
CREATE INDEX "opportunity_seller" ON "opportunity" USING btree ("workspace_id","seller_id");
--> statement-breakpoint
CREATE INDEX "opportunity_contact_person" ON "opportunity_contact" USING btree ("workspace_id","person_id");
--> statement-breakpoint
CREATE INDEX "person_email" ON "person" USING btree ("workspace_id","email_norm");
--> statement-breakpoint
CREATE INDEX "person_account" ON "person" USING btree ("workspace_id","account_id","name_digest");
--> statement-breakpoint
CREATE INDEX "person_phone" ON "person" USING btree ("workspace_id","phone","name_digest") WHERE phone is not null;
--> statement-breakpoint
CREATE INDEX "person_seller" ON "person" USING btree ("workspace_id","seller_id");
--> statement-breakpoint
CREATE INDEX "person_occurred" ON "person" USING btree ("workspace_id","occurred_at","id");
--> statement-breakpoint
CREATE INDEX "person_merged" ON "person" USING btree ("workspace_id","merged_into_id") WHERE merged_into_id is not null;
--> statement-breakpoint
CREATE UNIQUE INDEX "pool_credit_decision" ON "pool_credit" USING btree ("workspace_id","decision_id","kind");
--> statement-breakpoint
CREATE INDEX "pool_credit_pool" ON "pool_credit" USING btree ("workspace_id","pool_key","recorded_at");
--> statement-breakpoint
CREATE INDEX "record_merge_survivor" ON "record_merge" USING btree ("workspace_id","survivor_id");
--> statement-breakpoint
CREATE INDEX "review_pair_state" ON "review_pair" USING btree ("workspace_id","state","found_at");
--> statement-breakpoint
CREATE INDEX "routing_decision_occurred" ON "routing_decision" USING btree ("workspace_id","occurred_at","id");
--> statement-breakpoint
CREATE INDEX "routing_decision_match" ON "routing_decision" USING btree ("workspace_id","match","id");
--> statement-breakpoint
CREATE INDEX "routing_decision_person" ON "routing_decision" USING btree ("workspace_id","person_id","occurred_at");
--> statement-breakpoint
CREATE INDEX "routing_decision_seller" ON "routing_decision" USING btree ("workspace_id","seller_id","occurred_at");
--> statement-breakpoint
CREATE INDEX "seller_email" ON "seller" USING btree ("workspace_id","email_norm");
--> statement-breakpoint
CREATE INDEX "seller_name" ON "seller" USING btree ("workspace_id","name_norm");
--> statement-breakpoint
CREATE INDEX "seller_absence_seller" ON "seller_absence" USING btree ("workspace_id","seller_id","from_at");
--> statement-breakpoint
CREATE INDEX "seller_absence_to" ON "seller_absence" USING btree ("workspace_id","to_at");
--> statement-breakpoint
CREATE INDEX "session_user" ON "session" USING btree ("user_id");
--> statement-breakpoint
CREATE INDEX "stage_daily_day" ON "stage_daily" USING btree ("workspace_id","day");
--> statement-breakpoint
CREATE INDEX "stage_transition_person" ON "stage_transition" USING btree ("workspace_id","person_id","occurred_at");
--> statement-breakpoint
CREATE INDEX "stage_transition_stage" ON "stage_transition" USING btree ("workspace_id","to_stage","occurred_at");
--> statement-breakpoint
CREATE INDEX "stage_transition_voids" ON "stage_transition" USING btree ("workspace_id","voids_id");
--> statement-breakpoint
CREATE INDEX "touch_person" ON "touch" USING btree ("workspace_id","person_id","occurred_at");
--> statement-breakpoint
CREATE INDEX "touch_import" ON "touch" USING btree ("workspace_id","import_id");
--> statement-breakpoint
CREATE INDEX "touch_campaign" ON "touch" USING btree ("workspace_id","campaign_id","person_id","occurred_at") WHERE campaign_id is not null;
--> statement-breakpoint
CREATE INDEX "visitor_person" ON "visitor" USING btree ("workspace_id","person_id");
--> statement-breakpoint
CREATE INDEX "webhook_message_of" ON "webhook_message" USING btree ("workspace_id","endpoint_id","id");
--> statement-breakpoint
CREATE INDEX "webhook_message_next" ON "webhook_message" USING btree ("workspace_id","endpoint_id","next_at") WHERE state = 'waiting';
--> statement-breakpoint
ALTER TABLE "account" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "account_wall" ON "account" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "account" TO accord_app;
--> statement-breakpoint
ALTER TABLE "agreement_version" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "agreement_version_wall" ON "agreement_version" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "agreement_version" TO accord_app;
--> statement-breakpoint
ALTER TABLE "api_key" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "api_key_wall" ON "api_key" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "api_key" TO accord_app;
--> statement-breakpoint
ALTER TABLE "app_user" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "app_user_wall" ON "app_user" USING (EXISTS (SELECT 1 FROM "member" AS m WHERE m."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid AND m."user_id" = "app_user"."id"));
--> statement-breakpoint
GRANT SELECT ON "app_user" TO accord_app;
--> statement-breakpoint
ALTER TABLE "audit_entry" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "audit_entry_wall" ON "audit_entry" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT ON "audit_entry" TO accord_app;
--> statement-breakpoint
ALTER TABLE "audit_head" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "audit_head_wall" ON "audit_head" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "audit_head" TO accord_app;
--> statement-breakpoint
ALTER TABLE "campaign" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "campaign_wall" ON "campaign" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "campaign" TO accord_app;
--> statement-breakpoint
ALTER TABLE "campaign_cost" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "campaign_cost_wall" ON "campaign_cost" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "campaign_cost" TO accord_app;
--> statement-breakpoint
ALTER TABLE "chat_channel" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "chat_channel_wall" ON "chat_channel" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "chat_channel" TO accord_app;
--> statement-breakpoint
ALTER TABLE "enrolment" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "enrolment_wall" ON "enrolment" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "enrolment" TO accord_app;
--> statement-breakpoint
ALTER TABLE "event_kind" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "event_kind_wall" ON "event_kind" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "event_kind" TO accord_app;
--> statement-breakpoint
ALTER TABLE "external_id" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "external_id_wall" ON "external_id" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "external_id" TO accord_app;
--> statement-breakpoint
ALTER TABLE "fact_account" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "fact_account_wall" ON "fact_account" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "fact_account" TO accord_app;
--> statement-breakpoint
ALTER TABLE "fact_change" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "fact_change_wall" ON "fact_change" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "fact_change" TO accord_app;
--> statement-breakpoint
ALTER TABLE "fact_decision" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "fact_decision_wall" ON "fact_decision" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "fact_decision" TO accord_app;
--> statement-breakpoint
ALTER TABLE "fact_opportunity" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "fact_opportunity_wall" ON "fact_opportunity" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "fact_opportunity" TO accord_app;
--> statement-breakpoint
ALTER TABLE "fact_person" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "fact_person_wall" ON "fact_person" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "fact_person" TO accord_app;
--> statement-breakpoint
ALTER TABLE "fact_response" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "fact_response_wall" ON "fact_response" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "fact_response" TO accord_app;
--> statement-breakpoint
ALTER TABLE "fact_stage" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "fact_stage_wall" ON "fact_stage" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "fact_stage" TO accord_app;
--> statement-breakpoint
ALTER TABLE "fact_state" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "fact_state_wall" ON "fact_state" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "fact_state" TO accord_app;
--> statement-breakpoint
ALTER TABLE "field_count" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "field_count_wall" ON "field_count" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "field_count" TO accord_app;
--> statement-breakpoint
ALTER TABLE "form" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "form_wall" ON "form" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "form" TO accord_app;
--> statement-breakpoint
ALTER TABLE "form_held" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "form_held_wall" ON "form_held" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "form_held" TO accord_app;
--> statement-breakpoint
ALTER TABLE "form_reply" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "form_reply_wall" ON "form_reply" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "form_reply" TO accord_app;
--> statement-breakpoint
ALTER TABLE "form_submission" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "form_submission_wall" ON "form_submission" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT ON "form_submission" TO accord_app;
--> statement-breakpoint
ALTER TABLE "free_mail_override" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "free_mail_override_wall" ON "free_mail_override" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "free_mail_override" TO accord_app;
--> statement-breakpoint
ALTER TABLE "hand_off" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "hand_off_wall" ON "hand_off" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "hand_off" TO accord_app;
--> statement-breakpoint
ALTER TABLE "hand_off_dispute" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "hand_off_dispute_wall" ON "hand_off_dispute" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "hand_off_dispute" TO accord_app;
--> statement-breakpoint
ALTER TABLE "hand_off_event" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "hand_off_event_wall" ON "hand_off_event" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT ON "hand_off_event" TO accord_app;
--> statement-breakpoint
ALTER TABLE "hand_off_start" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "hand_off_start_wall" ON "hand_off_start" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "hand_off_start" TO accord_app;
--> statement-breakpoint
ALTER TABLE "hand_off_timer" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "hand_off_timer_wall" ON "hand_off_timer" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "hand_off_timer" TO accord_app;
--> statement-breakpoint
ALTER TABLE "idempotent_answer" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "idempotent_answer_wall" ON "idempotent_answer" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "idempotent_answer" TO accord_app;
--> statement-breakpoint
ALTER TABLE "identity_join" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "identity_join_wall" ON "identity_join" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "identity_join" TO accord_app;
--> statement-breakpoint
ALTER TABLE "import_change" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "import_change_wall" ON "import_change" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "import_change" TO accord_app;
--> statement-breakpoint
ALTER TABLE "import_file" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "import_file_wall" ON "import_file" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "import_file" TO accord_app;
--> statement-breakpoint
ALTER TABLE "import_mapping" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "import_mapping_wall" ON "import_mapping" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "import_mapping" TO accord_app;
--> statement-breakpoint
ALTER TABLE "import_row_error" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "import_row_error_wall" ON "import_row_error" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "import_row_error" TO accord_app;
--> statement-breakpoint
ALTER TABLE "import_run" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "import_run_wall" ON "import_run" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "import_run" TO accord_app;
--> statement-breakpoint
ALTER TABLE "import_seen" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "import_seen_wall" ON "import_seen" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "import_seen" TO accord_app;
--> statement-breakpoint
ALTER TABLE "intake_count" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "intake_count_wall" ON "intake_count" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "intake_count" TO accord_app;
--> statement-breakpoint
ALTER TABLE "intake_drain" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "intake_drain_wall" ON "intake_drain" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "intake_drain" TO accord_app;
--> statement-breakpoint
ALTER TABLE "intake_event" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "intake_event_wall" ON "intake_event" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT ON "intake_event" TO accord_app;
--> statement-breakpoint
ALTER TABLE "intake_refusal" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "intake_refusal_wall" ON "intake_refusal" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "intake_refusal" TO accord_app;
--> statement-breakpoint
ALTER TABLE "intake_work" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "intake_work_wall" ON "intake_work" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "intake_work" TO accord_app;
--> statement-breakpoint
ALTER TABLE "invitation" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "invitation_wall" ON "invitation" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "invitation" TO accord_app;
--> statement-breakpoint
ALTER TABLE "job" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "job_wall" ON "job" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "job" TO accord_app;
--> statement-breakpoint
ALTER TABLE "lead" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "lead_wall" ON "lead" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "lead" TO accord_app;
--> statement-breakpoint
ALTER TABLE "leak_day" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "leak_day_wall" ON "leak_day" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "leak_day" TO accord_app;
--> statement-breakpoint
ALTER TABLE "live_hint" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "live_hint_wall" ON "live_hint" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "live_hint" TO accord_app;
--> statement-breakpoint
ALTER TABLE "logged_mail" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "logged_mail_wall" ON "logged_mail" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "logged_mail" TO accord_app;
--> statement-breakpoint
ALTER TABLE "member" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "member_wall" ON "member" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "member" TO accord_app;
--> statement-breakpoint
ALTER TABLE "notification" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "notification_wall" ON "notification" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "notification" TO accord_app;
--> statement-breakpoint
ALTER TABLE "notification_delivery" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "notification_delivery_wall" ON "notification_delivery" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "notification_delivery" TO accord_app;
--> statement-breakpoint
ALTER TABLE "notification_preference" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "notification_preference_wall" ON "notification_preference" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "notification_preference" TO accord_app;
--> statement-breakpoint
ALTER TABLE "notification_setting" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "notification_setting_wall" ON "notification_setting" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "notification_setting" TO accord_app;
--> statement-breakpoint
ALTER TABLE "nurture_click" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "nurture_click_wall" ON "nurture_click" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "nurture_click" TO accord_app;
--> statement-breakpoint
ALTER TABLE "nurture_message" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "nurture_message_wall" ON "nurture_message" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "nurture_message" TO accord_app;
--> statement-breakpoint
ALTER TABLE "opportunity" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "opportunity_wall" ON "opportunity" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "opportunity" TO accord_app;
--> statement-breakpoint
ALTER TABLE "opportunity_contact" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "opportunity_contact_wall" ON "opportunity_contact" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "opportunity_contact" TO accord_app;
--> statement-breakpoint
ALTER TABLE "opportunity_stage_change" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "opportunity_stage_change_wall" ON "opportunity_stage_change" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT ON "opportunity_stage_change" TO accord_app;
--> statement-breakpoint
ALTER TABLE "password_reset" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "password_reset_wall" ON "password_reset" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "password_reset" TO accord_app;
--> statement-breakpoint
ALTER TABLE "person" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "person_wall" ON "person" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "person" TO accord_app;
--> statement-breakpoint
ALTER TABLE "pool_balance" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "pool_balance_wall" ON "pool_balance" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "pool_balance" TO accord_app;
--> statement-breakpoint
ALTER TABLE "pool_credit" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "pool_credit_wall" ON "pool_credit" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT ON "pool_credit" TO accord_app;
--> statement-breakpoint
ALTER TABLE "record_merge" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "record_merge_wall" ON "record_merge" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "record_merge" TO accord_app;
--> statement-breakpoint
ALTER TABLE "reported_stage" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "reported_stage_wall" ON "reported_stage" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT ON "reported_stage" TO accord_app;
--> statement-breakpoint
ALTER TABLE "reported_stage_withdrawal" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "reported_stage_withdrawal_wall" ON "reported_stage_withdrawal" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT ON "reported_stage_withdrawal" TO accord_app;
--> statement-breakpoint
ALTER TABLE "review_pair" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "review_pair_wall" ON "review_pair" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "review_pair" TO accord_app;
--> statement-breakpoint
ALTER TABLE "routing_decision" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "routing_decision_wall" ON "routing_decision" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT ON "routing_decision" TO accord_app;
--> statement-breakpoint
ALTER TABLE "seller" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "seller_wall" ON "seller" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "seller" TO accord_app;
--> statement-breakpoint
ALTER TABLE "seller_absence" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "seller_absence_wall" ON "seller_absence" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "seller_absence" TO accord_app;
--> statement-breakpoint
ALTER TABLE "source_freshness" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "source_freshness_wall" ON "source_freshness" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "source_freshness" TO accord_app;
--> statement-breakpoint
ALTER TABLE "stage_daily" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "stage_daily_wall" ON "stage_daily" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "stage_daily" TO accord_app;
--> statement-breakpoint
ALTER TABLE "stage_transition" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "stage_transition_wall" ON "stage_transition" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT ON "stage_transition" TO accord_app;
--> statement-breakpoint
ALTER TABLE "suppression" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "suppression_wall" ON "suppression" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "suppression" TO accord_app;
--> statement-breakpoint
ALTER TABLE "touch" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "touch_wall" ON "touch" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT ON "touch" TO accord_app;
--> statement-breakpoint
ALTER TABLE "visitor" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "visitor_wall" ON "visitor" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "visitor" TO accord_app;
--> statement-breakpoint
ALTER TABLE "webhook_attempt" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "webhook_attempt_wall" ON "webhook_attempt" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "webhook_attempt" TO accord_app;
--> statement-breakpoint
ALTER TABLE "webhook_endpoint" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "webhook_endpoint_wall" ON "webhook_endpoint" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "webhook_endpoint" TO accord_app;
--> statement-breakpoint
ALTER TABLE "webhook_message" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "webhook_message_wall" ON "webhook_message" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "webhook_message" TO accord_app;
--> statement-breakpoint
ALTER TABLE "workspace" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "workspace_wall" ON "workspace" USING ("id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, UPDATE ON "workspace" TO accord_app;
--> statement-breakpoint
ALTER TABLE "write_key" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "write_key_wall" ON "write_key" USING ("workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "write_key" TO accord_app;
