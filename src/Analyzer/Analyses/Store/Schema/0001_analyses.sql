-- The same text for SQLite and PostgreSQL. Times are milliseconds since the Unix epoch, words are in lower case.

-- One row an analysis, as it stands. tick_millis: when the next tick is wanted. due_millis: the same, or the end of the lease while a
-- replica works on it, so that takeover needs no second question. fence: rises with every claim and every decision, and a write that carries
-- an older one changes nothing.
create table analysis (
  id text not null primary key,
  application text not null,
  target text not null,
  policy text not null,
  source text not null,
  started_by text not null,
  start_key text null,
  start_digest text not null,
  state text not null,
  ending text null,
  decision text null,
  outcome text null,
  could_not_judge bigint not null,
  reason text not null,
  ended_by text null,
  superseded_by text null,
  created_millis bigint not null,
  start_millis bigint not null,
  interval_millis bigint not null,
  horizon bigint not null,
  windows bigint not null,
  ended_millis bigint null,
  sequence bigint not null,
  tick_millis bigint null,
  due_millis bigint null,
  owner text null,
  fence bigint not null
);
create unique index analysis_start_key on analysis (started_by, start_key);
create unique index analysis_live_target on analysis (application, target) where state <> 'ended';
create index analysis_due on analysis (due_millis) where due_millis is not null;
create index analysis_application on analysis (application, id);
create index analysis_ended on analysis (ended_millis) where ended_millis is not null;

-- What is asked and how it is judged: compressed, written once.
create table analysis_definition (
  analysis_id text not null primary key,
  content bytea not null
);

-- The log of every analysis: only ever appended to. content: the judgements of a verdict, compressed.
create table analysis_event (
  analysis_id text not null,
  sequence bigint not null,
  at_millis bigint not null,
  kind text not null,
  state text not null,
  windows bigint not null,
  outcome text null,
  ending text null,
  actor text null,
  reason text not null,
  content bytea null,
  primary key (analysis_id, sequence)
);

-- The record: what was measured for each window of every metric, compressed, one row a window, only ever appended to. Row 0 holds the history too.
create table analysis_window (
  analysis_id text not null,
  position bigint not null,
  content bytea not null,
  primary key (analysis_id, position)
);
