{{- /* One variable. {key: the setting, value} Nothing for a value that is not given. Numbers of values are floating-point: 4194304 must not become 4.194304e+06. */ -}}
{{- define "canaryjudge.variable" -}}
{{- $value := .value -}}
{{- if or (kindIs "float64" $value) (kindIs "int64" $value) (kindIs "int" $value) }}{{ $value = $value | int64 }}{{ end -}}
{{- if not (or (kindIs "invalid" $value) (eq (toString $value) "")) }}
- name: CANARYJUDGE_{{ .key | replace ":" "__" }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end -}}

{{- /* One variable with a time. {key, value: such as 90s} */ -}}
{{- define "canaryjudge.duration" -}}
{{- if .value }}
{{- include "canaryjudge.variable" (dict "key" .key "value" (include "canaryjudge.timespan" .value)) }}
{{- end }}
{{- end -}}

{{- /* Values whose keys are the settings' own, with a small first letter. {section, values, durations: the keys that are times} */ -}}
{{- define "canaryjudge.section" -}}
{{- $all := . -}}
{{- range $name, $value := .values }}
{{- $key := printf "%s__%s%s" $all.section (substr 0 1 $name | upper) (substr 1 (len $name) $name) }}
{{- if has $name $all.durations }}
{{- include "canaryjudge.duration" (dict "key" $key "value" $value) }}
{{- else if or (kindIs "string" $value) (kindIs "bool" $value) (kindIs "float64" $value) (kindIs "int64" $value) (kindIs "int" $value) }}
{{- include "canaryjudge.variable" (dict "key" $key "value" $value) }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* What the central service and the sidecar have in common. */ -}}
{{- define "canaryjudge.commonVariables" -}}
{{- $v := .Values -}}
{{- if include "canaryjudge.hasPolicies" . }}
{{- include "canaryjudge.variable" (dict "key" "Policies:Directory" "value" "/etc/canaryjudge/policies") }}
{{- end }}
{{- include "canaryjudge.sourceVariables" . }}
{{- include "canaryjudge.section" (dict "section" "Limits" "values" $v.limits "durations" list) }}
{{- include "canaryjudge.section" (dict "section" "Rollouts" "values" $v.rollouts "durations" (list "rollbackWindow" "patience" "callTimeout" "lease" "poll")) }}
{{- include "canaryjudge.section" (dict "section" "Analyses" "values" $v.analyses "durations" (list "scrapeDelay" "lease" "tickTimeout" "sourcePatience" "holdLimit" "vetoAge" "poll" "grace")) }}
{{- include "canaryjudge.section" (dict "section" "Log" "values" $v.log "durations" list) }}
{{- include "canaryjudge.section" (dict "section" "Kubernetes" "values" $v.kubernetes "durations" (list "timeout")) }}
{{- include "canaryjudge.variable" (dict "key" "Hooks:SecretFile" "value" (include "canaryjudge.file" (dict "ref" (default dict $v.hooks.secret) "path" "hooks/secret"))) }}
{{- include "canaryjudge.section" (dict "section" "Hooks" "values" $v.hooks "durations" (list "decisionAge")) }}
{{- range $hook := list "alertmanager" "flux" }}
{{- $inbound := default dict (get $v.hooks $hook) }}
{{- $section := printf "Hooks__%s" (title $hook) }}
{{- include "canaryjudge.variable" (dict "key" (printf "%s:SecretFile" $section) "value" (include "canaryjudge.file" (dict "ref" (default dict $inbound.secret) "path" (printf "hooks/%s" $hook)))) }}
{{- range $name, $match := $inbound.matches }}
{{- include "canaryjudge.section" (dict "section" (printf "%s__Matches__%s" $section $name) "values" (omit $match "labels") "durations" list) }}
{{- range $label, $value := $match.labels }}
{{- include "canaryjudge.variable" (dict "key" (printf "%s:Matches:%s:Labels:%s" $section $name $label) "value" $value) }}
{{- end }}
{{- end }}
{{- end }}
{{- include "canaryjudge.section" (dict "section" "Telemetry" "values" (eq $v.mode "sidecar" | ternary (omit $v.telemetry "metricsPort") $v.telemetry) "durations" list) }}
{{- include "canaryjudge.variable" (dict "key" "Store:RetentionDays" "value" $v.store.retentionDays) }}
{{- end -}}

{{- define "canaryjudge.sourceVariables" -}}
{{- $v := .Values -}}
{{- include "canaryjudge.variable" (dict "key" "Sources:Default" "value" $v.sources.default) }}
{{- range $name, $source := $v.sources.prometheus }}
{{- $section := printf "Sources__Prometheus__%s" $name }}
{{- $folder := printf "sources/%s" $name }}
{{- include "canaryjudge.section" (dict "section" $section "values" $source "durations" (list "timeout")) }}
{{- include "canaryjudge.variable" (dict "key" (printf "%s:PasswordFile" $section) "value" (include "canaryjudge.file" (dict "ref" (default dict $source.password) "path" (printf "%s/password" $folder)))) }}
{{- include "canaryjudge.variable" (dict "key" (printf "%s:BearerTokenFile" $section) "value" (include "canaryjudge.file" (dict "ref" (default dict $source.bearerToken) "path" (printf "%s/token" $folder)))) }}
{{- include "canaryjudge.variable" (dict "key" (printf "%s:CaFile" $section) "value" (include "canaryjudge.file" (dict "ref" (default dict $source.ca) "path" (printf "%s/ca.crt" $folder)))) }}
{{- $client := default dict $source.clientCertificate }}
{{- include "canaryjudge.variable" (dict "key" (printf "%s:ClientCertificateFile" $section) "value" (include "canaryjudge.file" (dict "ref" (dict "file" $client.certificateFile "secretName" $client.secretName) "path" (printf "%s/tls.crt" $folder)))) }}
{{- include "canaryjudge.variable" (dict "key" (printf "%s:ClientKeyFile" $section) "value" (include "canaryjudge.file" (dict "ref" (dict "file" $client.keyFile "secretName" $client.secretName) "path" (printf "%s/tls.key" $folder)))) }}
{{- range $header, $ref := $source.headers }}
- name: CANARYJUDGE_{{ $section }}__Headers__{{ $header }}
  valueFrom:
    secretKeyRef: {name: {{ $ref.secretName | quote }}, key: {{ $ref.key | quote }}}
{{- end }}
{{- end }}
{{- range $name, $source := $v.sources.scrape }}
{{- $section := printf "Sources__Scrape__%s" $name }}
{{- include "canaryjudge.section" (dict "section" $section "values" $source "durations" (list "interval" "timeout" "retention")) }}
{{- range $target, $page := $source.targets }}
{{- include "canaryjudge.section" (dict "section" (printf "%s__Targets__%s" $section $target) "values" $page "durations" list) }}
{{- range $label, $value := $page.labels }}
{{- include "canaryjudge.variable" (dict "key" (printf "%s:Targets:%s:Labels:%s" $section $target $label) "value" $value) }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* The settings of the central service. */ -}}
{{- define "canaryjudge.centralVariables" -}}
{{- $v := .Values -}}
{{- include "canaryjudge.variable" (dict "key" "Listen:Address" "value" "0.0.0.0") }}
{{- include "canaryjudge.variable" (dict "key" "Listen:GrpcPort" "value" $v.listen.grpcPort) }}
{{- include "canaryjudge.variable" (dict "key" "Listen:HttpPort" "value" $v.listen.httpPort) }}
{{- include "canaryjudge.variable" (dict "key" "Listen:CertificateFile" "value" (include "canaryjudge.file" (dict "ref" (dict "file" $v.tls.certificateFile "secretName" $v.tls.secretName) "path" "tls/tls.crt"))) }}
{{- include "canaryjudge.variable" (dict "key" "Listen:KeyFile" "value" (include "canaryjudge.file" (dict "ref" (dict "file" $v.tls.keyFile "secretName" $v.tls.secretName) "path" "tls/tls.key"))) }}
{{- $token := $v.signIn.token }}
{{- $keys := include "canaryjudge.file" (dict "ref" $token.keys "path" "sign-in/keys") }}
{{- if or $token.authority $keys }}
{{- include "canaryjudge.variable" (dict "key" "SignIn:Token:KeysFile" "value" $keys) }}
{{- include "canaryjudge.section" (dict "section" "SignIn__Token" "values" $token "durations" list) }}
{{- include "canaryjudge.roles" (dict "section" "SignIn:Token" "values" $token) }}
{{- end }}
{{- $certificate := $v.signIn.certificate }}
{{- with include "canaryjudge.file" (dict "ref" $certificate.authorities "path" "sign-in/ca.crt") }}
{{- include "canaryjudge.variable" (dict "key" "SignIn:Certificate:AuthorityFile" "value" .) }}
{{- include "canaryjudge.roles" (dict "section" "SignIn:Certificate" "values" $certificate) }}
{{- end }}
{{- if $v.signIn.dangerouslyTrustNetwork }}
{{- include "canaryjudge.variable" (dict "key" "SignIn:DangerouslyTrustNetwork" "value" true) }}
{{- end }}
{{- if eq $v.store.kind "postgres" }}
{{- include "canaryjudge.postgresVariables" $v.store.postgres }}
{{- else }}
{{- include "canaryjudge.variable" (dict "key" "Store:File" "value" "/var/lib/canaryjudge/canaryjudge.db") }}
{{- end }}
{{- include "canaryjudge.commonVariables" . }}
{{- end -}}

{{- define "canaryjudge.roles" -}}
{{- $all := . -}}
{{- range $role := list "Read" "Judge" "Act" }}
{{- $words := get $all.values (lower $role) }}
{{- if $words }}
{{- include "canaryjudge.variable" (dict "key" (printf "%s:%s" $all.section $role) "value" (join ", " $words)) }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "canaryjudge.postgresVariables" -}}
{{- if .connectionString.secretName }}
{{- /* Another spelling than below: a variable that changes from a value to a reference cannot be patched on every server. */}}
- name: CANARYJUDGE_STORE__POSTGRES
  valueFrom:
    secretKeyRef: {name: {{ .connectionString.secretName | quote }}, key: {{ .connectionString.key | quote }}}
{{- else }}
{{- $parts := list (printf "Host=%s" .host) (printf "Port=%d" (int64 .port)) (printf "Database=%s" .database) (printf "Username=%s" .username) (printf "SSL Mode=%s" .sslMode) }}
{{- with include "canaryjudge.file" (dict "ref" .ca "path" "store/ca.crt") }}{{ $parts = append $parts (printf "Root Certificate=%s" .) }}{{ end }}
{{- with .maximumPoolSize }}{{ $parts = append $parts (printf "Maximum Pool Size=%d" (int64 .)) }}{{ end }}
{{- include "canaryjudge.variable" (dict "key" "Store:Postgres" "value" (join ";" $parts)) }}
{{- include "canaryjudge.variable" (dict "key" "Store:PostgresPasswordFile" "value" (include "canaryjudge.file" (dict "ref" .password "path" "store/password"))) }}
{{- end }}
{{- end -}}

{{- /* The settings of the sidecar: nothing listens to other machines, nothing is kept. */ -}}
{{- define "canaryjudge.sidecarVariables" -}}
{{- $v := .Values -}}
{{- include "canaryjudge.variable" (dict "key" "Listen:Address" "value" "127.0.0.1") }}
- name: CANARYJUDGE_Listen__GrpcPort
  value: ""
- name: CANARYJUDGE_Listen__HttpPort
  value: {{ $v.sidecar.httpPort | default "" | toString | quote }}
{{- include "canaryjudge.variable" (dict "key" "Listen:UnixSocket" "value" (printf "%s/judge.sock" $v.sidecar.socketDirectory)) }}
{{- include "canaryjudge.variable" (dict "key" "Listen:UnixSocketMode" "value" "0666") }}
{{- include "canaryjudge.variable" (dict "key" "Store:File" "value" "/var/lib/canaryjudge/canaryjudge.db") }}
{{- include "canaryjudge.commonVariables" . }}
{{- end -}}

{{- /* The targets of actions, as arguments: their names may have a slash, and names of variables may not. A YAML list. */ -}}
{{- define "canaryjudge.arguments" -}}
{{- range $name, $target := .Values.rollouts.targets }}
{{- $at := printf "--Rollouts:Targets:%s" $name }}
{{- $settings := default dict $target.settings }}
- {{ printf "%s:Kind=%s" $at $target.kind | quote }}
{{- with $target.mode }}
- {{ printf "%s:Mode=%s" $at . | quote }}
{{- end }}
{{- if kindIs "bool" $target.enabled }}
- {{ printf "%s:Enabled=%v" $at $target.enabled | quote }}
{{- end }}
{{- range $key, $value := $settings }}
{{- $setting := printf "%s:Settings:%s%s" $at (substr 0 1 $key | upper) (substr 1 (len $key) $key) }}
{{- if kindIs "slice" $value }}
{{- range $index, $item := $value }}
- {{ printf "%s:%d=%s" $setting $index $item | quote }}
{{- end }}
{{- else if kindIs "map" $value }}
- {{ printf "%sFile=%s" $setting (include "canaryjudge.file" (dict "ref" $value "path" (printf "rollouts/%s/%s" $name $key))) | quote }}
{{- else if or (kindIs "float64" $value) (kindIs "int64" $value) (kindIs "int" $value) }}
- {{ printf "%s=%d" $setting (int64 $value) | quote }}
{{- else }}
- {{ printf "%s=%v" $setting $value | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
