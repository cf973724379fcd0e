{{- /* What each kind of target needs, one verb at a time: a test compares it with what the service says of itself. names: which objects of the target's settings. */ -}}
{{- define "canaryjudge.rightsByKind" -}}
deployment:
  - {verb: get, group: apps, resource: deployments, names: [name]}
  - {verb: list, group: apps, resource: replicasets, names: []}
  - {verb: patch, group: apps, resource: deployments, names: [name]}
canary-deployment:
  - {verb: get, group: apps, resource: deployments, names: [baseline, canary]}
  - {verb: patch, group: apps, resource: deployments/scale, names: [canary]}
  - {verb: patch, group: apps, resource: deployments, names: [baseline]}
  - {verb: get, group: gateway.networking.k8s.io, resource: httproutes, names: [httpRoutes]}
  - {verb: patch, group: gateway.networking.k8s.io, resource: httproutes, names: [httpRoutes]}
  - {verb: get, group: networking.istio.io, resource: virtualservices, names: [virtualServices]}
  - {verb: patch, group: networking.istio.io, resource: virtualservices, names: [virtualServices]}
argo-rollout:
  - {verb: get, group: argoproj.io, resource: rollouts, names: [name]}
  - {verb: patch, group: argoproj.io, resource: rollouts/status, names: [name]}
  - {verb: patch, group: argoproj.io, resource: rollouts, names: [name]}
flagger:
  - {verb: get, group: flagger.app, resource: canaries, names: [name]}
  - {verb: patch, group: flagger.app, resource: canaries/status, names: [name]}
  - {verb: patch, group: flagger.app, resource: canaries, names: [name]}
{{- end -}}

{{- /* The rules for the targets in mode Act, as a YAML map from namespace to rules. */ -}}
{{- define "canaryjudge.rights" -}}
{{- $v := .Values -}}
{{- $known := include "canaryjudge.rightsByKind" . | fromYaml -}}
{{- $namespaces := dict -}}
{{- $isOn := ne (toString $v.rollouts.enabled) "false" -}}
{{- range $name, $target := $v.rollouts.targets -}}
  {{- $mode := $target.mode | default $v.rollouts.mode | default "Advise" -}}
  {{- if and $isOn (ne (toString $target.enabled) "false") (eq $mode "Act") -}}
    {{- range $right := get $known $target.kind | default list -}}
      {{- $objects := list -}}
      {{- range $key := $right.names -}}
        {{- with get $target.settings $key -}}
          {{- $objects = concat $objects (kindIs "slice" . | ternary . (list .)) -}}
        {{- end -}}
      {{- end -}}
      {{- if or (not $right.names) $objects -}}
        {{- $rule := dict "apiGroups" (list $right.group) "resources" (list $right.resource) "verbs" (list $right.verb) -}}
        {{- if $objects }}{{ $rule = set $rule "resourceNames" $objects }}{{ end -}}
        {{- $namespace := $target.settings.namespace -}}
        {{- $rules := get $namespaces $namespace | default list -}}
        {{- if not (has $rule $rules) }}{{ $namespaces = set $namespaces $namespace (append $rules $rule) }}{{ end -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- toYaml $namespaces -}}
{{- end -}}

{{- /* Whether a target is in Kubernetes: then the pod has its service account's token, with or without rights. */ -}}
{{- define "canaryjudge.usesKubernetes" -}}
{{- range $name, $target := .Values.rollouts.targets }}{{ if ne $target.kind "webhook" }}yes{{ end }}{{ end -}}
{{- end -}}
