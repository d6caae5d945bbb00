{{- define "odind.name" -}}
{{- printf "%s-odind" .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "odind.members" -}}
{{- printf "%s-members" (include "odind.name" .) -}}
{{- end -}}

{{- define "odind.selector" -}}
app.kubernetes.io/name: odind
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "odind.labels" -}}
{{ include "odind.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "odind.image" -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}

{{/* Whether several daemons answer for one another. */}}
{{- define "odind.isFleet" -}}
{{- if and (eq .Values.mode "fleet") .Values.fleet.database.secret -}}yes{{- end -}}
{{- end -}}

{{/* Settings as environment: ODIND_SECTION__KEY. */}}
{{- define "odind.settings" -}}
{{- range $section, $keys := .Values.settings }}
{{- range $key, $value := $keys }}
- name: {{ printf "ODIND_%s__%s" $section $key | upper }}
  value: {{ kindIs "slice" $value | ternary (join "," $value) (toString $value) | quote }}
{{- end }}
{{- end }}
{{- if .Values.secrets.accessKey }}
- name: ODIND_ODIN__ACCESS_KEY_FILE
  value: /etc/odind/key/access.key
{{- end }}
{{- end -}}

{{/* What each container of odind is: nothing of root, nothing to write but its folders. */}}
{{- define "odind.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "odind.podSecurity" -}}
runAsNonRoot: true
runAsUser: 7710
runAsGroup: 7710
fsGroup: 7710
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* Health asked for by a command, where nobody but the pod reaches the daemon. */}}
{{- define "odind.execProbes" -}}
startupProbe:
  exec:
    command: [odindctl, wait, --timeout, "3"]
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 30
livenessProbe:
  exec:
    command: [odindctl, wait, --timeout, "3"]
  periodSeconds: 30
  timeoutSeconds: 5
  failureThreshold: 4
readinessProbe:
  exec:
    command: [odindctl, health, --timeout, "3"]
  periodSeconds: 15
  timeoutSeconds: 5
{{- end -}}

{{- define "odind.httpProbes" -}}
startupProbe:
  httpGet: {path: /healthz, port: http, scheme: HTTPS, httpHeaders: [{name: Host, value: localhost}]}
  periodSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet: {path: /healthz, port: http, scheme: HTTPS, httpHeaders: [{name: Host, value: localhost}]}
  periodSeconds: 10
readinessProbe:
  httpGet: {path: /readyz, port: http, scheme: HTTPS, httpHeaders: [{name: Host, value: localhost}]}
  periodSeconds: 5
{{- end -}}

{{/* The daemon beside a server: include it among the initContainers of a pod of your own, with odind.sidecarVolumes
among its volumes, a mount of `odind-run` at /run/odind in the server, and fsGroup 7710 in the pod's securityContext. */}}
{{- define "odind.sidecar" -}}
- name: odind
  image: {{ include "odind.image" . }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  # An init container that goes on: it is ready before the server begins, and stops after it has ended.
  restartPolicy: Always
  securityContext:
    {{- include "odind.security" . | nindent 4 }}
    runAsUser: 7710
    runAsGroup: 7710
    runAsNonRoot: true
  env:
    - name: ODIND_SERVER__LISTEN
      value: ""
    - name: ODIND_HTTP__LISTEN
      value: ""
    {{- include "odind.settings" . | nindent 4 }}
  {{- include "odind.execProbes" . | nindent 2 }}
  resources:
    {{- toYaml .Values.resources | nindent 4 }}
  volumeMounts:
    - {name: odind-run, mountPath: /run/odind}
    - {name: odind-state, mountPath: /var/lib/odind}
    - {name: odind-tmp, mountPath: /tmp}
    {{- if .Values.secrets.accessKey }}
    - {name: odind-key, mountPath: /etc/odind/key, readOnly: true}
    {{- end }}
{{- end -}}

{{- define "odind.sidecarVolumes" -}}
- name: odind-run
  emptyDir: {medium: Memory, sizeLimit: 1Mi}
- name: odind-state
  emptyDir: {}
- name: odind-tmp
  emptyDir: {}
{{- if .Values.secrets.accessKey }}
- name: odind-key
  secret: {secretName: {{ .Values.secrets.accessKey }}, defaultMode: 0440}
{{- end }}
{{- end -}}

{{- define "odind.placement" -}}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if .Values.spreadOver }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: {{ .Values.spreadOver }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "odind.selector" . | nindent 8 }}
{{- end }}
{{- end -}}
