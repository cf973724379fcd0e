#!/bin/sh
# A cluster with one rollout, kept in a folder, for the tests of actions: cluster.sh FOLDER observe|rollback|scale-down|promote|hold.
# state: revision, baseline, traffic, running, held. journal: changes that had an effect. calls: every call.
# While the file hold-before (hold-after) is there, a change waits before (after) it is made, and says so in the file arrived.
set -eu
folder=$1 what=$2

wait_while() {
  [ -e "$folder/$1" ] || return 0
  echo "$1" >> "$folder/arrived"
  while [ -e "$folder/$1" ]; do sleep 0.02; done
}

if [ "$what" = observe ]; then
  exec 9> "$folder/lock"; flock 9
  . "$folder/state"
  echo "{\"revision\":\"$revision\",\"baseline\":\"$baseline\",\"traffic\":$traffic,\"settled\":true,\"held\":$held,\"running\":$running,\"facts\":[\"traffic $traffic\",\"running $running\"]}"
  exit 0
fi

echo "$CANARYJUDGE_ACTION $what $CANARYJUDGE_REVISION" >> "$folder/calls"
wait_while hold-before
(
  flock 9
  . "$folder/state"
  if [ "$revision" != "$CANARYJUDGE_REVISION" ]; then echo "another revision: $revision" >&2; exit 3; fi
  before="$traffic $running $held $baseline"
  case $what in
    rollback) traffic=0 ;;
    scale-down)
      if [ "$traffic" != 0 ]; then echo "VIOLATION scale-down with traffic" >> "$folder/journal"; fi
      running=false ;;
    promote) traffic=1; baseline=$revision ;;
    hold) held=true ;;
    *) exit 64 ;;
  esac
  if [ "$before" = "$traffic $running $held $baseline" ]; then echo "already so"; exit 0; fi
  printf 'revision=%s\nbaseline=%s\ntraffic=%s\nrunning=%s\nheld=%s\n' "$revision" "$baseline" "$traffic" "$running" "$held" > "$folder/state.new"
  mv "$folder/state.new" "$folder/state"
  echo "$CANARYJUDGE_ACTION $what $revision" >> "$folder/journal"
) 9> "$folder/lock"
wait_while hold-after
