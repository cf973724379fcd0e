{{- /* The restricted Pod Security Standard, for the container. */ -}}
{{- define "canaryjudge.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- /* A probe by gRPC where this Kubernetes has them (1.24) and the port is not encrypted (they speak no TLS); else by HTTP. {root, service, path} */ -}}
{{- define "canaryjudge.probe" -}}
{{- $v := .root.Values -}}
{{- $isEncrypted := or $v.tls.secretName $v.tls.certificateFile -}}
{{- if and (semverCompare ">=1.24-0" .root.Capabilities.KubeVersion.Version) (not $isEncrypted) -}}
grpc:
  port: {{ int $v.listen.grpcPort }}
  service: {{ .service }}
{{- else -}}
httpGet:
  path: {{ .path }}
  port: http
  scheme: {{ ternary "HTTPS" "HTTP" (not (not $isEncrypted)) }}
{{- end }}
{{- end -}}

{{- /* Ready is who reaches the store; alive is who answers at all: a database that is away is no reason to restart. */ -}}
{{- define "canaryjudge.probes" -}}
startupProbe:
  {{- include "canaryjudge.probe" (dict "root" . "service" "liveness" "path" "/healthz") | nindent 2 }}
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 60
livenessProbe:
  {{- include "canaryjudge.probe" (dict "root" . "service" "liveness" "path" "/healthz") | nindent 2 }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  {{- include "canaryjudge.probe" (dict "root" . "service" "canaryjudge.v1.AnalysisService" "path" "/readyz") | nindent 2 }}
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 3
{{- end -}}

{{- /* Quantities as words: a number, such as 2 processors, is none to every API server. */ -}}
{{- define "canaryjudge.resources" -}}
{{- range $kind := list "requests" "limits" }}
{{- with get $.Values.resources $kind }}
{{ $kind }}:
  {{- range $name, $quantity := . }}
  {{ $name }}: {{ $quantity | toString | quote }}
  {{- end }}
{{- end }}
{{- end }}
{{- end -}}
