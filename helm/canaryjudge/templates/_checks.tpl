{{- /* What a schema cannot say: values that do not go together. Everything that is wrong at once. */ -}}
{{- define "canaryjudge.faults" -}}
{{- $v := .Values -}}
{{- $faults := list -}}
{{- $pg := $v.store.postgres -}}
{{- $signsIn := or $v.signIn.token.authority $v.signIn.token.keys.secretName $v.signIn.token.keys.configMapName $v.signIn.token.keys.file -}}
{{- $certificates := or $v.signIn.certificate.authorities.secretName $v.signIn.certificate.authorities.configMapName $v.signIn.certificate.authorities.file -}}
{{- $hasTls := or $v.tls.secretName $v.tls.certificateFile -}}
{{- if eq $v.mode "central" -}}
  {{- if not (or $signsIn $certificates $v.signIn.dangerouslyTrustNetwork) -}}
    {{- $faults = append $faults "signIn: nobody would have to sign in. Set signIn.token.authority (an OpenID Connect issuer), signIn.token.keys (public keys) or signIn.certificate.authorities (client certificates); or, behind a mesh or gateway that keeps everybody else out, signIn.dangerouslyTrustNetwork: true." -}}
  {{- end -}}
  {{- if and $v.signIn.dangerouslyTrustNetwork (or $signsIn $certificates) -}}
    {{- $faults = append $faults "signIn.dangerouslyTrustNetwork: leave it out, callers sign in." -}}
  {{- end -}}
  {{- if and $v.signIn.token.authority (or $v.signIn.token.keys.secretName $v.signIn.token.keys.configMapName $v.signIn.token.keys.file) -}}
    {{- $faults = append $faults "signIn.token.keys: leave it out, or signIn.token.authority: keys come from one place." -}}
  {{- end -}}
  {{- if and (or $v.signIn.token.keys.secretName $v.signIn.token.keys.configMapName $v.signIn.token.keys.file) (not $v.signIn.token.issuer) -}}
    {{- $faults = append $faults "signIn.token.issuer: write the claim iss of the tokens; with keys of your own nothing else says it." -}}
  {{- end -}}
  {{- if and $certificates (not $hasTls) -}}
    {{- $faults = append $faults "tls: client certificates need TLS. Set tls.secretName, or tls.certificateFile and tls.keyFile." -}}
  {{- end -}}
  {{- if and $v.tls.secretName (or $v.tls.certificateFile $v.tls.keyFile) -}}
    {{- $faults = append $faults "tls: set secretName, or certificateFile and keyFile, not both." -}}
  {{- end -}}
  {{- if ne (not $v.tls.certificateFile) (not $v.tls.keyFile) -}}
    {{- $faults = append $faults "tls: certificateFile and keyFile belong together." -}}
  {{- end -}}
  {{- if eq (int $v.listen.grpcPort) (int $v.listen.httpPort) -}}
    {{- $faults = append $faults "listen.httpPort: write another port than listen.grpcPort." -}}
  {{- end -}}
  {{- if and (gt (int $v.replicas) 1) (ne $v.store.kind "postgres") -}}
    {{- $faults = append $faults (printf "replicas is %d: a file can have one replica only. Set store.kind: postgres, or replicas: 1." (int $v.replicas)) -}}
  {{- end -}}
  {{- if eq $v.store.kind "postgres" -}}
    {{- if and $pg.connectionString.secretName (not $pg.connectionString.key) -}}
      {{- $faults = append $faults "store.postgres.connectionString.key: name the key of the Secret that holds the connection string." -}}
    {{- end -}}
    {{- if and $pg.connectionString.secretName (or $pg.host $pg.password.secretName $pg.password.file) -}}
      {{- $faults = append $faults "store.postgres.connectionString: leave it out, or host and password: it says everything." -}}
    {{- end -}}
    {{- if not (or $pg.host $pg.connectionString.secretName) -}}
      {{- $faults = append $faults "store.postgres.host: name the database's host, or set store.postgres.connectionString." -}}
    {{- end -}}
  {{- else -}}
    {{- if or $pg.host $pg.connectionString.secretName -}}
      {{- $faults = append $faults "store.kind is sqlite, but store.postgres is set: set store.kind: postgres, or leave it out." -}}
    {{- end -}}
    {{- if and $v.store.sqlite.ephemeral (or $v.store.sqlite.existingClaim $v.store.sqlite.storageClass) -}}
      {{- $faults = append $faults "store.sqlite.ephemeral: leave it out, or existingClaim and storageClass." -}}
    {{- end -}}
  {{- end -}}
{{- else -}}
  {{- if or $hasTls $signsIn $certificates $v.signIn.dangerouslyTrustNetwork -}}
    {{- $faults = append $faults "mode is sidecar: leave signIn and tls out. A sidecar listens to its own pod only." -}}
  {{- end -}}
  {{- if ne $v.store.kind "sqlite" -}}
    {{- $faults = append $faults "mode is sidecar: leave store.kind out. A sidecar keeps its analyses with the pod." -}}
  {{- end -}}
  {{- if gt (int $v.replicas) 1 -}}
    {{- $faults = append $faults "mode is sidecar: leave replicas out. There is one in each of your pods." -}}
  {{- end -}}
{{- end -}}
{{- range $name, $source := $v.sources.prometheus -}}
  {{- $at := printf "sources.prometheus.%s" $name -}}
  {{- if and $source.username (not $source.password) -}}
    {{- $faults = append $faults (printf "%s.password: a username needs one." $at) -}}
  {{- end -}}
  {{- if and $source.password (not $source.username) -}}
    {{- $faults = append $faults (printf "%s.username: a password needs one." $at) -}}
  {{- end -}}
  {{- if and $source.bearerToken $source.username -}}
    {{- $faults = append $faults (printf "%s.bearerToken: leave it out, or username and password." $at) -}}
  {{- end -}}
  {{- if and (or $source.ca $source.clientCertificate) (not (hasPrefix "https:" $source.address)) -}}
    {{- $faults = append $faults (printf "%s.address: certificates need https." $at) -}}
  {{- end -}}
  {{- if hasKey $v.sources.scrape $name -}}
    {{- $faults = append $faults (printf "sources.scrape.%s: a Prometheus has that name too. Give each source its own." $name) -}}
  {{- end -}}
{{- end -}}
{{- if $v.sources.default -}}
  {{- if not (or (hasKey $v.sources.prometheus $v.sources.default) (hasKey $v.sources.scrape $v.sources.default)) -}}
    {{- $faults = append $faults (printf "sources.default is %s: no source has that name." $v.sources.default) -}}
  {{- end -}}
{{- end -}}
{{- $ports := list (int $v.listen.grpcPort) (int $v.listen.httpPort) -}}
{{- if and (eq $v.mode "central") $v.telemetry.metricsPort (has (int $v.telemetry.metricsPort) $ports) -}}
  {{- $faults = append $faults "telemetry.metricsPort: write another port than those of listen, or null." -}}
{{- end -}}
{{- if and (ne $v.monitoring.kind "None") (or (not $v.telemetry.metricsPort) (eq (toString $v.telemetry.metricsPage) "false")) -}}
  {{- $faults = append $faults "monitoring.kind: it needs telemetry.metricsPort, and telemetry.metricsPage must not be false." -}}
{{- end -}}
{{- if and (eq $v.mode "sidecar") (include "canaryjudge.usesKubernetes" .) -}}
  {{- $faults = append $faults "mode is sidecar: leave targets in Kubernetes out of rollouts.targets. A sidecar has no rights in the cluster." -}}
{{- end -}}
{{- range $name, $target := $v.rollouts.targets -}}
  {{- if and (or $target.settings.httpRoutes $target.settings.virtualServices) (not (and $target.settings.baselineService $target.settings.canaryService)) -}}
    {{- $faults = append $faults (printf "rollouts.targets.%s.settings: routes need baselineService and canaryService." $name) -}}
  {{- end -}}
{{- end -}}
{{- $bounds := dict
  "kubernetes" (dict "timeout" (list "100ms" "1m"))
  "hooks" (dict "decisionAge" (list "1m" "7d"))
  "analyses" (dict "scrapeDelay" (list "0s" "10m") "lease" (list "500ms" "10m") "tickTimeout" (list "1s" "10m") "sourcePatience" (list "0s" "1d") "holdLimit" (list "1m" "365d") "vetoAge" (list "1h" "30d") "poll" (list "100ms" "1m") "grace" (list "0s" "10m"))
  "rollouts" (dict "rollbackWindow" (list "1m" "7d") "patience" (list "10s" "7d") "callTimeout" (list "1s" "10m") "lease" (list "500ms" "10m") "poll" (list "100ms" "1m")) -}}
{{- range $section, $keys := $bounds -}}
  {{- range $key, $bound := $keys -}}
    {{- with get (get $v $section) $key -}}
      {{- $value := include "canaryjudge.milliseconds" . | int64 -}}
      {{- if or (lt $value (include "canaryjudge.milliseconds" (index $bound 0) | int64)) (gt $value (include "canaryjudge.milliseconds" (index $bound 1) | int64)) -}}
        {{- $faults = append $faults (printf "%s.%s is %s: write %s to %s." $section $key . (index $bound 0) (index $bound 1)) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- toYaml $faults -}}
{{- end -}}
