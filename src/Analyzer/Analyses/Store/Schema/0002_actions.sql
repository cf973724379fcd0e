-- Acting on rollouts. The same text for SQLite and PostgreSQL; times are milliseconds since the Unix epoch, words are in lower case.

-- The revision that an analysis judges, seen when it was started; and what becomes of its decision: advise or act. All null when its target is none of the service's.
alter table analysis add column revision text null;
alter table analysis add column baseline_revision text null;
alter table analysis add column mode text null;

-- An analysis that acts is no longer judged, so that a later one may be.
drop index analysis_live_target;
create unique index analysis_live_target on analysis (application, target) where state in ('waiting', 'judging', 'held');

-- One row an action. due_millis: when it is looked at next, or the end of the lease while a replica works on it. fence: rises with every claim and every decision
-- about it, and a write that carries an older one changes nothing. waited_millis: time without getting on, as the replicas that worked on it have measured it.
create table rollout_action (
  id text not null primary key,
  target text not null,
  verb text not null,
  revision text not null,
  baseline text not null,
  analysis_id text null,
  asked_by text not null,
  by_policy bigint not null,
  again bigint not null,
  reason text not null,
  state text not null,
  ending text null,
  status text not null,
  created_millis bigint not null,
  started_millis bigint null,
  ended_millis bigint null,
  waited_millis bigint not null,
  sequence bigint not null,
  due_millis bigint null,
  owner text null,
  fence bigint not null
);
create unique index rollout_action_live on rollout_action (target, revision) where state <> 'ended';
create index rollout_action_due on rollout_action (due_millis) where due_millis is not null;
create index rollout_action_started on rollout_action (started_millis) where started_millis is not null;
create index rollout_action_target on rollout_action (target, id);
create index rollout_action_analysis on rollout_action (analysis_id) where analysis_id is not null;
create index rollout_action_ended on rollout_action (ended_millis) where ended_millis is not null;

-- The steps of every action, each written before it is sent; its answer is added once, after it.
create table rollout_step (
  action_id text not null,
  number bigint not null,
  name text not null,
  description text not null,
  request text not null,
  body text not null,
  precondition text not null,
  digest text not null,
  intent_millis bigint not null,
  answer text null,
  message text null,
  answered_millis bigint null,
  primary key (action_id, number)
);

-- Revisions that were rolled back: never promoted again without a person.
create table rollout_memory (
  target text not null,
  revision text not null,
  action_id text not null,
  at_millis bigint not null,
  primary key (target, revision)
);

-- Who may act: on, people, off. The row of the empty target is for all of them; every step that is written down waits for it.
create table rollout_switch (
  target text not null primary key,
  state text not null,
  changed_by text not null,
  reason text not null,
  at_millis bigint not null
);
insert into rollout_switch (target, state, changed_by, reason, at_millis) values ('', 'on', '', '', 0);
