-- The trace context (W3C traceparent) of the call that started an analysis, so that the traces of its ticks lead back to it.
alter table analysis add column start_trace text null;
