{{- /* "90s" to milliseconds. The schema has checked the form. */ -}}
{{- define "canaryjudge.milliseconds" -}}
{{- $number := regexFind "^[0-9]+" . | int64 -}}
{{- $unit := regexFind "[a-z]+$" . -}}
{{- mul $number (get (dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000 "d" 86400000) $unit | int64) -}}
{{- end -}}

{{- /* "90s" to 00:01:30, as the service's settings have it. */ -}}
{{- define "canaryjudge.timespan" -}}
{{- $all := include "canaryjudge.milliseconds" . | int64 -}}
{{- $days := div $all 86400000 -}}
{{- if $days }}{{ $days }}.{{ end -}}
{{- printf "%02d:%02d:%02d" (mod (div $all 3600000) 24) (mod (div $all 60000) 60) (mod (div $all 1000) 60) -}}
{{- with mod $all 1000 }}{{ printf ".%03d" . }}{{ end -}}
{{- end -}}

{{- /* Time that the service takes to stop, in whole seconds: what its ticks are given, what its host adds, and the pause before it is told. */ -}}
{{- define "canaryjudge.stopSeconds" -}}
{{- $grace := include "canaryjudge.milliseconds" (default "20s" .Values.analyses.grace) | int64 -}}
{{- add (div (add $grace 999) 1000) 10 5 5 -}}
{{- end -}}
