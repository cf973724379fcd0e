-- The trace context (W3C traceparent) of the decision that an action carries out, so that both are one trace.
alter table rollout_action add column trace text null;
