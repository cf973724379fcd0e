{{- /*
The container for your pod: under `containers:` of your chart, with this chart as a dependency.
  {{ include "canaryjudge.sidecar.container" .Subcharts.canaryjudge | nindent 8 }}
It has no probes: what judges the pod must not take it out of service.
*/ -}}
{{- define "canaryjudge.sidecar.container" -}}
- name: canaryjudge
  image: {{ include "canaryjudge.image" . | quote }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  securityContext:
    {{- include "canaryjudge.containerSecurity" . | nindent 4 }}
    runAsUser: 64198
    runAsGroup: 64198
  {{- with include "canaryjudge.arguments" . | trim }}
  args:
    {{- nindent 4 . }}
  {{- end }}
  env:
    {{- include "canaryjudge.sidecarVariables" . | trim | nindent 4 }}
  resources:
    {{- include "canaryjudge.resources" . | trim | nindent 4 }}
  volumeMounts:
    - {name: canaryjudge-socket, mountPath: {{ .Values.sidecar.socketDirectory }}}
    - {name: canaryjudge-tmp, mountPath: /tmp}
    - {name: canaryjudge-data, mountPath: /var/lib/canaryjudge}
    {{- with include "canaryjudge.configurationMounts" (dict "root" . "prefix" "canaryjudge-") | trim }}
    {{- nindent 4 . }}
    {{- end }}
    {{- with .Values.extraVolumeMounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}

{{- /* Its volumes: under `volumes:` of your pod. */ -}}
{{- define "canaryjudge.sidecar.volumes" -}}
- name: canaryjudge-socket
  emptyDir: {sizeLimit: 1Mi}
- name: canaryjudge-tmp
  emptyDir: {sizeLimit: 64Mi}
- name: canaryjudge-data
  emptyDir: {sizeLimit: {{ .Values.store.sqlite.size }}}
{{- with include "canaryjudge.configurationVolumes" (dict "root" . "mode" "0444" "prefix" "canaryjudge-") | trim }}
{{ . }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- /* How the other containers of the pod see the socket: under their `volumeMounts:`. */ -}}
{{- define "canaryjudge.sidecar.socketMount" -}}
- {name: canaryjudge-socket, mountPath: {{ .Values.sidecar.socketDirectory }}}
{{- end -}}
