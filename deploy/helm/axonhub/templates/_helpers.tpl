{{- define "axonhub.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "axonhub.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "axonhub.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{ include "axonhub.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "axonhub.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "axonhub.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "axonhub.publicUrl" -}}
{{- if .Values.publicUrl -}}
{{- .Values.publicUrl -}}
{{- else if and .Values.ingress.enabled .Values.ingress.hosts -}}
{{- printf "%s://%s" (ternary "https" "http" (gt (len .Values.ingress.tls) 0)) (first .Values.ingress.hosts).host -}}
{{- end -}}
{{- end -}}

{{/* The configuration file, with the grace period that the pod's own follows from. */}}
{{- define "axonhub.config" -}}
{{- $given := .Values.config -}}
{{- if kindIs "string" $given -}}{{- $given = fromYaml (default "{}" $given) -}}{{- end -}}
{{- if hasKey $given "Error" -}}{{- fail (printf "config is no YAML: %s" $given.Error) -}}{{- end -}}
{{- $server := merge (dict "shutdown_grace_seconds" (int .Values.shutdownGraceSeconds)) (default (dict) $given.server) -}}
{{- toYaml (merge (dict "server" $server) $given) -}}
{{- end -}}
