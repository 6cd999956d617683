// The rules of the house, on the objects of a rendered overlay: every pod is confined and measured, every service can be rolled out and
// drained without a lost call, nothing is reachable that nobody allowed.
//
//   node k8s-rules.mjs MANIFESTS OVERLAY CONFIGURATION      CONFIGURATION: the reference of the settings, deploy/configuration.md
import {readFileSync} from 'node:fs';
import {containersOf, find, load, nameOf, ofKind, pods, report, selects} from '../lib/k8s_objects.mjs';

const [manifests, overlay, configuration] = process.argv.slice(2);
const objects = load(manifests);
const findings = [];
// The text says what is missing where `good` is not so.
const demand = (object, good, text) => good || findings.push(`${nameOf(object)}: ${text}`);
const clusterWide = ['Namespace', 'Bundle', 'CertificateRequestPolicy'];
// With a password in them: in the file that LIANFANG_CONFIG names, which is a secret.
const secretSettings = ['LIANFANG_SMTP_URL'];
const settings = readSettings();
const digestsToFillIn = readFileSync(new URL('k8s-digests-to-fill-in', import.meta.url), 'utf8').split('\n').filter((line) => /^[^#]/.test(line));

// By section of the reference (`Every service`, `submission`, …): [{variable, required}].
function readSettings() {
  const sections = {};
  for (const section of readFileSync(configuration, 'utf8').split('\n## ').slice(1)) {
    const rows = [...section.matchAll(/`(LIANFANG_[A-Z_]+)` \| [^|]* \| ([^|]*) \|/g)];
    sections[section.split('\n')[0]] = rows.map(([, variable, standard]) => ({variable, required: standard === 'required'}));
  }
  return sections;
}

function checkConfinement({owner, spec}) {
  const context = spec.securityContext ?? {};
  demand(owner, context.runAsNonRoot === true && context.runAsUser > 0, 'runs as root');
  demand(owner, context.seccompProfile?.type === 'RuntimeDefault', 'has no seccomp profile');
  demand(owner, spec.automountServiceAccountToken === false, 'mounts a token of the Kubernetes API');
  demand(owner, spec.serviceAccountName, 'has no account of its own');
  for (const {name, securityContext = {}, resources = {}} of spec.containers) {
    demand(owner, securityContext.allowPrivilegeEscalation === false, `${name} may gain privileges`);
    demand(owner, securityContext.readOnlyRootFilesystem === true, `${name} may write to its image`);
    demand(owner, securityContext.capabilities?.drop?.includes('ALL'), `${name} keeps capabilities`);
    demand(owner, resources.requests?.cpu && resources.requests?.memory, `${name} requests no CPU or no memory`);
    demand(owner, resources.limits?.memory, `${name} has no memory limit`);
    demand(owner, !resources.limits?.cpu, `${name} has a CPU limit`);
  }
}

// What a setting is for a container: its own variable, or the ConfigMap's.
function setting({env = [], envFrom = []}, name) {
  const own = env.find((variable) => variable.name === name)?.value;
  return own ?? envFrom.map(({configMapRef}) => find(objects, 'ConfigMap', configMapRef?.name)?.data[name]).find(Boolean);
}

function checkDrain(owner, spec, container) {
  const sleep = container.lifecycle?.preStop?.sleep?.seconds ?? 0;
  const delay = Number(setting(container, 'LIANFANG_DRAIN_DELAY') ?? 0);
  const limit = Number(setting(container, 'LIANFANG_DRAIN_LIMIT') ?? 20);
  demand(owner, sleep > 0, 'does not sleep before it stops: it would leave while callers still know it');
  demand(owner, spec.terminationGracePeriodSeconds > sleep + delay + limit,
    `is killed after ${spec.terminationGracePeriodSeconds} s and may need ${sleep + delay + limit}`);
}

function checkProbes(owner, container) {
  const asked = {startupProbe: 'liveness', readinessProbe: 'readiness', livenessProbe: 'liveness'};
  for (const [kind, service] of Object.entries(asked)) {
    demand(owner, container[kind]?.grpc?.service === service, `${kind} does not ask the health service for ${service}`);
  }
}

// Every required setting is given, and none that the service does not know (which it would pass over in silence).
function checkSettings(owner, name, container) {
  const known = [...settings['Every service'], ...settings[name]];
  const given = (container.env ?? []).map((variable) => variable.name);
  for (const {variable, required} of known) {
    if (!required || secretSettings.includes(variable)) continue;
    demand(owner, setting(container, variable) !== undefined, `is not told ${variable}`);
  }
  for (const variable of given.filter((other) => other.startsWith('LIANFANG_'))) {
    demand(owner, known.some((other) => other.variable === variable), `has no setting ${variable}`);
  }
}

function checkService({owner, labels, spec}) {
  const name = labels['app.kubernetes.io/name'];
  const container = spec.containers[0];
  const {maxUnavailable, maxSurge} = owner.spec.strategy?.rollingUpdate ?? {};
  demand(owner, maxUnavailable === 0 && maxSurge === 1, 'loses capacity in a rollout');
  demand(owner, ofKind(objects, 'PodDisruptionBudget').some((budget) => selects(budget.spec.selector, labels)), 'has no PodDisruptionBudget');
  demand(owner, find(objects, 'Service', name)?.spec.clusterIP === 'None', 'is not behind a headless Service');
  const spread = (spec.topologySpreadConstraints ?? []).map(({topologyKey}) => topologyKey);
  demand(owner, spread.includes('topology.kubernetes.io/zone') && spread.includes('kubernetes.io/hostname'), 'is not spread over zones and hosts');
  demand(owner, spec.serviceAccountName === name, 'shares its account');
  checkSettings(owner, name, container);
  checkDrain(owner, spec, container);
  checkProbes(owner, container);
}

// The edge loses no capacity either, and knows every service.
function checkEdge({owner, labels, spec}) {
  const {maxUnavailable, maxSurge} = owner.spec.strategy?.rollingUpdate ?? {};
  demand(owner, maxUnavailable === 0 && maxSurge === 1, 'loses capacity in a rollout');
  demand(owner, ofKind(objects, 'PodDisruptionBudget').some((budget) => selects(budget.spec.selector, labels)), 'has no PodDisruptionBudget');
  const upstreams = (setting(spec.containers[0], 'LIANFANG_UPSTREAMS') ?? '').split(' ').map((upstream) => upstream.split('=')[0]);
  for (const {metadata} of ofKind(objects, 'Deployment').filter(isService)) {
    demand(owner, upstreams.includes(metadata.name), `does not know ${metadata.name}`);
  }
}

function isService({metadata}) { return metadata.labels?.['app.kubernetes.io/component'] === 'service'; }

// Who reaches what by policy: a service's gRPC the edge and the other services only, a health port nobody (a kubelet needs no policy).
function checkDoors() {
  const behind = pods(objects).filter(({labels}) => labels['app.kubernetes.io/component'] === 'service');
  const callers = pods(objects).filter(({labels}) => ['service', 'edge'].includes(labels['app.kubernetes.io/component']));
  for (const policy of ofKind(objects, 'NetworkPolicy')) {
    const {podSelector, ingress = []} = policy.spec;
    for (const {from = [], ports = []} of ingress) {
      const open = ports.map(({port}) => port);
      demand(policy, open.length > 0, 'opens every port');
      demand(policy, !open.some((port) => ['health', 7111, 7129].includes(port)), 'opens a health port');
      if (!open.includes('grpc') || !behind.some(({labels}) => selects(podSelector, labels))) continue;
      const known = from.length > 0 && from.every(({podSelector: peer, namespaceSelector}) => peer && !namespaceSelector &&
        pods(objects).filter(({labels}) => selects(peer, labels)).every(({owner}) => callers.some((caller) => caller.owner === owner)));
      demand(policy, known, 'lets others than the edge and services call a service');
    }
  }
}

// Two pods at least, by a number or by an autoscaler, and never by both.
function checkReplicas(deployment) {
  const scaler = ofKind(objects, 'HorizontalPodAutoscaler').find(({spec}) => spec.scaleTargetRef.name === deployment.metadata.name);
  demand(deployment, (scaler?.spec.minReplicas ?? deployment.spec.replicas) >= 2, 'may be a single pod');
  if (!scaler) return;
  demand(deployment, deployment.spec.replicas === undefined, 'sets the number of replicas, which is the autoscaler\'s');
  demand(scaler, scaler.spec.behavior?.scaleDown?.stabilizationWindowSeconds >= 300, 'shrinks without waiting');
  demand(scaler, scaler.spec.metrics.every(({resource}) => resource?.target.type !== 'Utilization'),
    'scales by a share of the request, which is no load that was measured');
}

// The first apply: the job outlives the minutes in which the database's operator makes server, database and role.
function checkMigrations() {
  for (const job of ofKind(objects, 'Job').filter(({metadata}) => metadata.name === 'migrations')) {
    const wait = Number(setting(job.spec.template.spec.containers[0], 'LIANFANG_DATABASE_WAIT') ?? 0);
    demand(job, wait >= 600, `waits ${wait} s for the database, which may take ten minutes to come`);
    demand(job, job.spec.activeDeadlineSeconds >= wait + 900, 'may be ended while it migrates');
    demand(job, job.metadata.annotations?.['kustomize.toolkit.fluxcd.io/force'] && job.metadata.annotations?.['argocd.argoproj.io/sync-options'],
      'cannot be applied again by GitOps: a Job is immutable');
  }
}

// Texts are ordered byte by byte; the migrations refuse a database that is made otherwise (check_collation of deploy/lib/migrations.sh).
function checkCollation() {
  for (const cluster of ofKind(objects, 'Cluster')) {
    const {initdb} = cluster.spec.bootstrap;
    demand(cluster, !initdb || (/^(C|C\.UTF-8)$/.test(initdb.localeCollate) && !initdb.locale), 'orders texts by a language');
  }
  for (const database of ofKind(objects, 'StatefulSet').filter(({metadata}) => metadata.name === 'postgresql')) {
    const options = setting(database.spec.template.spec.containers[0], 'POSTGRES_INITDB_ARGS') ?? '';
    demand(database, /--lc-collate=(C|C\.UTF-8)\b/.test(options), 'orders texts by the locale of its image');
  }
}

// A receipt that was answered is on two machines, the log is archived, and clients know that it is this server which they talk to.
function checkDurability(cluster) {
  const {instances, postgresql = {}, backup = {}, monitoring = {}, plugins = []} = cluster.spec;
  demand(cluster, instances >= 3, 'has fewer than three instances');
  demand(cluster, postgresql.synchronous?.number >= 1 && postgresql.synchronous.dataDurability === 'required', 'answers commits that no standby has');
  demand(cluster, cluster.spec.minSyncReplicas === undefined && cluster.spec.maxSyncReplicas === undefined,
    'uses minSyncReplicas, which is given up when no standby is ready');
  demand(cluster, backup.barmanObjectStore === undefined, 'uses the in-tree barmanObjectStore, which CloudNativePG 1.31 does not have');
  demand(cluster, plugins.some(({isWALArchiver}) => isWALArchiver), 'archives no log');
  demand(cluster, monitoring.enablePodMonitor === undefined, 'uses enablePodMonitor, which is deprecated');
  const authority = `${cluster.metadata.name}-ca`;
  for (const {owner, spec} of pods(objects).filter(({labels}) => ['service', 'migrations'].includes(labels['app.kubernetes.io/component']))) {
    demand(owner, spec.volumes.some(({secret}) => secret?.secretName === authority), `cannot verify the database: it does not mount ${authority}`);
  }
}

// No policy lets a Certificate be somebody whom the manifests do not name: services by their prefix, persons one by one.
// The ends of the URIs that are bound to the Certificate of their name: of whoever speaks for others, or is a person.
const boundEnds = (uri) => (/\/service\/\*$/.test(uri) ? ['/service/edge', '/service/portal'] : [/\/role\/[a-z-]+$/.exec(uri)?.[0] ?? '']);

function checkIssuing() {
  const certificates = ofKind(objects, 'Certificate');
  for (const policy of ofKind(objects, 'CertificateRequestPolicy')) {
    const {values = [], validations = []} = policy.spec.allowed?.uris ?? {};
    for (const uri of values) {
      for (const end of boundEnds(uri)) {
        const certificate = certificates.find(({spec}) => spec.uris?.some((one) => end !== '' && one.endsWith(end)));
        demand(policy, certificate !== undefined, `allows ${uri}, which no Certificate here has`);
        const rule = `!self.endsWith('${end}') || cr.name.matches('^${certificate?.metadata.name}-[0-9]+$')`;
        demand(policy, validations.some((one) => one.rule === rule), `lets anybody who may create a Certificate be ${end}`);
      }
    }
  }
}

function checkDigest(owner, image) {
  const [name, digest = ''] = image.split('@');
  demand(owner, /^sha256:[0-9a-f]{64}$/.test(digest), `${image} is not named by its digest`);
  demand(owner, digestsToFillIn.includes(name) || !/^sha256:0+$/.test(digest), `${name} has a digest of zeros`);
}

function checkProduction() {
  for (const pod of pods(objects).filter(({owner}) => owner.kind !== 'Cluster')) {
    containersOf(pod).forEach(({image}) => checkDigest(pod.owner, image));
  }
  ofKind(objects, 'Deployment').filter(isService).forEach(checkReplicas);
  checkMigrations();
  checkIssuing();
  for (const cluster of ofKind(objects, 'Cluster')) {
    checkDurability(cluster);
    checkDigest(cluster, cluster.spec.imageName);
    demand(cluster, ofKind(objects, 'ScheduledBackup').some(({spec}) => spec.cluster.name === cluster.metadata.name), 'is never backed up');
  }
  demand({kind: 'overlay', metadata: {name: 'production'}}, ofKind(objects, 'Cluster').length === 1, 'has no PostgreSQL');
}

function checkCluster() {
  const names = objects.map((object) => `${object.apiVersion} ${nameOf(object)}`);
  objects.forEach((object, index) => demand(object, names.indexOf(names[index]) === index, 'is there twice'));
  for (const object of objects) {
    demand(object, clusterWide.includes(object.kind) || object.metadata.namespace === 'lianfang', 'is not in the namespace lianfang');
  }
  for (const namespace of ofKind(objects, 'Namespace')) {
    demand(namespace, namespace.metadata.labels?.['pod-security.kubernetes.io/enforce'] === 'restricted', 'does not enforce pod security');
  }
  const denies = ({spec}) => Object.keys(spec.podSelector).length === 0 && spec.policyTypes.length === 2 && !spec.ingress && !spec.egress;
  demand({kind: 'overlay', metadata: {name: overlay}}, ofKind(objects, 'NetworkPolicy').some(denies), 'has no policy that denies everything first');
  for (const job of ofKind(objects, 'CronJob')) {
    demand(job, job.spec.concurrencyPolicy === 'Forbid', 'may overlap with itself');
    demand(job, job.spec.timeZone === 'Asia/Shanghai', 'counts in another time zone');
  }
}

checkCluster();
checkCollation();
checkDoors();
for (const pod of pods(objects).filter(({owner}) => owner.kind !== 'Cluster')) {
  checkConfinement(pod);
  if (pod.labels['app.kubernetes.io/component'] === 'service') checkService(pod);
  if (pod.labels['app.kubernetes.io/component'] === 'edge') checkEdge(pod);
}
if (overlay === 'production') checkProduction();
report(findings, objects);
