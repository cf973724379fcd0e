{{- /* Files from Secrets and ConfigMaps are put into one folder, each at a path that says what it is. */ -}}
{{- define "canaryjudge.filesFolder" -}}/etc/canaryjudge/files{{- end -}}

{{- /* Where a file is: {ref: a reference to a key of a Secret or ConfigMap, or to a file; path: its place in the folder}. Empty when there is no reference. */ -}}
{{- define "canaryjudge.file" -}}
{{- if .ref.file -}}
{{- .ref.file -}}
{{- else if or .ref.secretName .ref.configMapName -}}
{{- include "canaryjudge.filesFolder" . }}/{{ .path -}}
{{- end -}}
{{- end -}}

{{- /* One entry of the list below: {ref, path, key: the key when the reference names none}. */ -}}
{{- define "canaryjudge.mounted" -}}
{{- if .ref.secretName }}
- {kind: secret, name: {{ .ref.secretName | quote }}, key: {{ default .key .ref.key | quote }}, path: {{ .path | quote }}}
{{- else if .ref.configMapName }}
- {kind: configMap, name: {{ .ref.configMapName | quote }}, key: {{ default .key .ref.key | quote }}, path: {{ .path | quote }}}
{{- end }}
{{- end -}}

{{- /* Every file that is mounted, as a YAML list of {kind, name, key, path}. */ -}}
{{- define "canaryjudge.mountedFiles" -}}
{{- $v := .Values -}}
{{- if eq $v.mode "central" -}}
{{- if $v.tls.secretName }}
{{- include "canaryjudge.mounted" (dict "ref" (dict "secretName" $v.tls.secretName) "key" "tls.crt" "path" "tls/tls.crt") }}
{{- include "canaryjudge.mounted" (dict "ref" (dict "secretName" $v.tls.secretName) "key" "tls.key" "path" "tls/tls.key") }}
{{- end }}
{{- include "canaryjudge.mounted" (dict "ref" $v.signIn.token.keys "key" "jwks.json" "path" "sign-in/keys") }}
{{- include "canaryjudge.mounted" (dict "ref" $v.signIn.certificate.authorities "key" "ca.crt" "path" "sign-in/ca.crt") }}
{{- if and (eq $v.store.kind "postgres") (not $v.store.postgres.connectionString.secretName) }}
{{- include "canaryjudge.mounted" (dict "ref" $v.store.postgres.password "key" "password" "path" "store/password") }}
{{- include "canaryjudge.mounted" (dict "ref" $v.store.postgres.ca "key" "ca.crt" "path" "store/ca.crt") }}
{{- end }}
{{- end }}
{{- with $v.hooks.secret }}{{ include "canaryjudge.mounted" (dict "ref" . "key" "secret" "path" "hooks/secret") }}{{ end }}
{{- range $hook := list "alertmanager" "flux" }}
{{- with (default dict (get $v.hooks $hook)).secret }}{{ include "canaryjudge.mounted" (dict "ref" . "key" (eq $hook "flux" | ternary "token" "secret") "path" (printf "hooks/%s" $hook)) }}{{ end }}
{{- end }}
{{- range $name, $target := $v.rollouts.targets }}
{{- range $key, $value := $target.settings }}
{{- if kindIs "map" $value }}
{{- include "canaryjudge.mounted" (dict "ref" $value "key" (eq $key "ca" | ternary "ca.crt" $key) "path" (printf "rollouts/%s/%s" $name $key)) }}
{{- end }}
{{- end }}
{{- end }}
{{- range $name, $source := $v.sources.prometheus }}
{{- $folder := printf "sources/%s" $name }}
{{- with $source.password }}{{ include "canaryjudge.mounted" (dict "ref" . "key" "password" "path" (printf "%s/password" $folder)) }}{{ end }}
{{- with $source.bearerToken }}{{ include "canaryjudge.mounted" (dict "ref" . "key" "token" "path" (printf "%s/token" $folder)) }}{{ end }}
{{- with $source.ca }}{{ include "canaryjudge.mounted" (dict "ref" . "key" "ca.crt" "path" (printf "%s/ca.crt" $folder)) }}{{ end }}
{{- with $source.clientCertificate }}{{ if .secretName }}
{{- include "canaryjudge.mounted" (dict "ref" (dict "secretName" .secretName) "key" "tls.crt" "path" (printf "%s/tls.crt" $folder)) }}
{{- include "canaryjudge.mounted" (dict "ref" (dict "secretName" .secretName) "key" "tls.key" "path" (printf "%s/tls.key" $folder)) }}
{{- end }}{{ end }}
{{- end }}
{{- end -}}

{{- /* The volumes of files and policies. {root, mode: the files' permissions, prefix: of the volumes' names} */ -}}
{{- define "canaryjudge.configurationVolumes" -}}
{{- $mode := .mode -}}
{{- $prefix := .prefix -}}
{{- with include "canaryjudge.mountedFiles" .root | fromYamlArray }}
- name: {{ $prefix }}files
  projected:
    defaultMode: {{ $mode }}
    sources:
    {{- range . }}
    - {{ .kind }}:
        name: {{ .name }}
        items:
        - {key: {{ .key | quote }}, path: {{ .path | quote }}}
    {{- end }}
{{- end }}
{{- if include "canaryjudge.hasPolicies" .root }}
- name: {{ $prefix }}policies
  projected:
    defaultMode: {{ $mode }}
    sources:
    {{- if .root.Values.policies.inline }}
    - configMap:
        name: {{ include "canaryjudge.policiesName" .root }}
    {{- end }}
    {{- range .root.Values.policies.configMaps }}
    - configMap:
        name: {{ . }}
    {{- end }}
{{- end }}
{{- end -}}

{{- /* Where the container finds them. {root, prefix} */ -}}
{{- define "canaryjudge.configurationMounts" -}}
{{- $prefix := .prefix -}}
{{- if include "canaryjudge.mountedFiles" .root | fromYamlArray }}
- name: {{ $prefix }}files
  mountPath: {{ include "canaryjudge.filesFolder" .root }}
  readOnly: true
{{- end }}
{{- if include "canaryjudge.hasPolicies" .root }}
- name: {{ $prefix }}policies
  mountPath: /etc/canaryjudge/policies
  readOnly: true
{{- end }}
{{- end -}}

{{- define "canaryjudge.hasPolicies" -}}
{{- if or .Values.policies.inline .Values.policies.configMaps }}yes{{ end -}}
{{- end -}}
