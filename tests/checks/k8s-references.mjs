// What the objects of a rendered overlay refer to is there: pods behind selectors, ports behind names, secrets and their keys, accounts,
// volumes, services behind targets. And nothing is there that nobody refers to.
//
//   node k8s-references.mjs MANIFESTS EXPECTED      EXPECTED: a file of `SECRET KEY…`, secrets that operators bring; may be absent
import {existsSync, readFileSync} from 'node:fs';
import {containersOf, find, hasPort, load, nameOf, ofKind, pods, report, selects} from '../lib/k8s_objects.mjs';

const [manifests, expectedFile] = process.argv.slice(2);
const objects = load(manifests);
const findings = [];
const complain = (object, text) => findings.push(`${nameOf(object)}: ${text}`);
const all = pods(objects);
const selected = (selector) => all.filter(({labels}) => selects(selector, labels));

// What may be mounted or read, by `Secret/NAME` or `ConfigMap/NAME`: the keys, and whether somebody does.
const sources = new Map();
function addSource(kind, name, keys) { sources.set(`${kind}/${name}`, {keys, used: false}); }

function addSources() {
  for (const object of ofKind(objects, 'Secret', 'ConfigMap')) {
    const {data, stringData, binaryData} = object;
    addSource(object.kind, object.metadata.name, Object.keys({...data, ...stringData, ...binaryData}));
  }
  for (const {spec} of ofKind(objects, 'Certificate')) addSource('Secret', spec.secretName, ['tls.crt', 'tls.key', 'ca.crt']);
  for (const {metadata} of ofKind(objects, 'Cluster')) {
    addSource('Secret', `${metadata.name}-app`, ['username', 'password', 'dbname', 'host', 'port', 'uri', 'pgpass']);
    addSource('Secret', `${metadata.name}-ca`, ['ca.crt', 'ca.key']);
  }
  for (const {metadata, spec} of ofKind(objects, 'Bundle')) addSource('ConfigMap', metadata.name, [spec.target.configMap.key]);
  if (!expectedFile || !existsSync(expectedFile)) return;
  for (const line of readFileSync(expectedFile, 'utf8').split('\n')) {
    const [name, ...keys] = line.replace(/#.*/, '').split(/\s+/).filter(Boolean);
    if (name) addSource('Secret', name, keys);
  }
}

function use(object, kind, name, keys = []) {
  const source = sources.get(`${kind}/${name}`);
  if (!source) return complain(object, `there is no ${kind} ${name}`);
  source.used = true;
  for (const key of keys) if (!source.keys.includes(key)) complain(object, `the ${kind} ${name} has no key ${key}`);
}

function checkVolumes(pod) {
  const {owner, spec} = pod;
  const mounted = containersOf(pod).flatMap(({volumeMounts}) => (volumeMounts ?? []).map(({name}) => name));
  const claimed = (owner.spec.volumeClaimTemplates ?? []).map(({metadata}) => metadata.name);
  const volumes = (spec.volumes ?? []).map(({name}) => name);
  for (const name of mounted) if (![...volumes, ...claimed].includes(name)) complain(owner, `mounts ${name}, which is no volume`);
  for (const name of volumes) if (!mounted.includes(name)) complain(owner, `nobody mounts the volume ${name}`);
  for (const {secret, configMap, projected} of spec.volumes ?? []) {
    const keysOf = ({items}) => (items ?? []).map(({key}) => key);
    if (secret) use(owner, 'Secret', secret.secretName, keysOf(secret));
    if (configMap) use(owner, 'ConfigMap', configMap.name, keysOf(configMap));
    for (const source of projected?.sources ?? []) {
      if (source.secret) use(owner, 'Secret', source.secret.name, keysOf(source.secret));
      if (source.configMap) use(owner, 'ConfigMap', source.configMap.name, keysOf(source.configMap));
    }
  }
}

function checkEnvironment(pod) {
  for (const {env, envFrom} of containersOf(pod)) {
    for (const {secretRef, configMapRef} of envFrom ?? []) {
      use(pod.owner, secretRef ? 'Secret' : 'ConfigMap', (secretRef ?? configMapRef).name);
    }
    for (const {name, value, valueFrom} of env ?? []) {
      const {secretKeyRef, configMapKeyRef} = valueFrom ?? {};
      if (secretKeyRef) use(pod.owner, 'Secret', secretKeyRef.name, [secretKeyRef.key]);
      if (configMapKeyRef) use(pod.owner, 'ConfigMap', configMapKeyRef.name, [configMapKeyRef.key]);
      if (name.endsWith('_TARGET')) checkTarget(pod.owner, name, value);
    }
  }
}

// dns:///NAME:PORT is a Service's.
function checkTarget(owner, variable, value) {
  const [, name, port] = /^dns:\/\/\/([a-z-]+):(\d+)$/.exec(value) ?? [];
  const service = find(objects, 'Service', name);
  if (!service?.spec.ports.some((offered) => offered.port === Number(port))) complain(owner, `${variable} names no Service: ${value}`);
}

// NAME=HOST:PORT of the edge: HOST is a Service of the pods that are NAME.
function checkUpstreams(map) {
  for (const upstream of map.data?.LIANFANG_UPSTREAMS?.split(' ') ?? []) {
    const [, name, host, port] = /^([a-z-]+)=([a-z-]+):(\d+)$/.exec(upstream) ?? [];
    const {selector = {}, ports = []} = find(objects, 'Service', host)?.spec ?? {};
    const reaches = selector['app.kubernetes.io/name'] === name && ports.some((offered) => offered.port === Number(port));
    if (!reaches) complain(map, `${upstream} names no Service of ${name}`);
  }
}

function checkProbes(pod) {
  for (const container of containersOf(pod)) {
    for (const kind of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
      const {grpc, tcpSocket, httpGet} = container[kind] ?? {};
      const port = (grpc ?? tcpSocket ?? httpGet)?.port;
      if (port !== undefined && !hasPort({spec: {containers: [container]}}, port)) complain(pod.owner, `${kind} asks port ${port}, which is not open`);
    }
  }
}

function checkPods() {
  for (const pod of all) {
    const {owner, labels, spec} = pod;
    const selector = owner.kind === 'Job' ? undefined : owner.spec.selector;
    if (selector && !selects(selector, labels)) complain(owner, 'its selector does not select its own pods');
    if (spec.serviceAccountName && !find(objects, 'ServiceAccount', spec.serviceAccountName)) {
      complain(owner, `there is no ServiceAccount ${spec.serviceAccountName}`);
    }
    checkVolumes(pod);
    checkEnvironment(pod);
    checkProbes(pod);
  }
}

function checkServices() {
  for (const service of ofKind(objects, 'Service')) {
    const behind = selected({matchLabels: service.spec.selector});
    if (behind.length === 0) complain(service, 'selects no pod');
    for (const {port, targetPort} of service.spec.ports) {
      if (!behind.some((pod) => hasPort(pod, targetPort ?? port))) complain(service, `no pod has the port ${targetPort ?? port}`);
    }
  }
}

function checkSelectors() {
  for (const object of ofKind(objects, 'PodDisruptionBudget', 'PodMonitor')) {
    const behind = selected(object.spec.selector);
    if (behind.length === 0) complain(object, 'selects no pod');
    for (const {port} of object.spec.podMetricsEndpoints ?? []) {
      if (!behind.every((pod) => hasPort(pod, port))) complain(object, `not every pod has the port ${port}`);
    }
  }
  for (const scaler of ofKind(objects, 'HorizontalPodAutoscaler')) {
    const {kind, name} = scaler.spec.scaleTargetRef;
    if (!find(objects, kind, name)) complain(scaler, `there is no ${kind} ${name}`);
  }
}

// A rule's ports must be open in the pods that are called: the policy's own (ingress), or the peers (egress).
function checkPolicyRule(policy, peers, ports, callee) {
  for (const {podSelector, namespaceSelector} of peers) {
    if (podSelector && !namespaceSelector && selected(podSelector).length === 0) complain(policy, `no pod has ${JSON.stringify(podSelector)}`);
  }
  for (const {port} of ports) {
    if (typeof port === 'string' && !callee(peers).some((pod) => hasPort(pod, port))) complain(policy, `no pod has the port ${port}`);
  }
}

function checkPolicies() {
  for (const policy of ofKind(objects, 'NetworkPolicy')) {
    const {podSelector, ingress = [], egress = []} = policy.spec;
    const own = selected(podSelector);
    if (own.length === 0) complain(policy, 'selects no pod');
    for (const {from = [], ports = []} of ingress) checkPolicyRule(policy, from, ports, () => own);
    for (const {to = [], ports = []} of egress) {
      checkPolicyRule(policy, to, ports, (peers) => peers.flatMap((peer) => peer.podSelector ? selected(peer.podSelector) : []));
    }
  }
}

function checkCertificates() {
  for (const object of ofKind(objects, 'Certificate', 'Issuer')) {
    const issuer = object.spec.issuerRef?.name;
    if (issuer && !find(objects, 'Issuer', issuer)) complain(object, `there is no Issuer ${issuer}`);
    if (object.spec.ca) use(object, 'Secret', object.spec.ca.secretName);
    for (const name of object.spec.dnsNames ?? []) {
      if (!find(objects, 'Service', name.split('.')[0])) complain(object, `${name} is no Service`);
    }
  }
}

// Whether a policy of approver-policy allows what a Certificate will ask for; `*` in its lists stands for any text.
function allows({spec: {allowed, selector, constraints = {}}}, {metadata, spec}) {
  const matches = (pattern, text) => new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(text);
  const all = (list = [], values = []) => list.every((text) => values.some((pattern) => matches(pattern, text)));
  const hours = (text) => Number.parseFloat(text);
  return selector.issuerRef.name === spec.issuerRef.name && selector.namespace.matchNames.includes(metadata.namespace) &&
    all(spec.uris, allowed.uris?.values) && all(spec.dnsNames, allowed.dnsNames?.values) && all(spec.usages, allowed.usages) &&
    (!allowed.uris?.required || spec.uris?.length > 0) && (!spec.isCA || allowed.isCA === true) &&
    (spec.commonName ?? '') === (allowed.commonName?.value ?? '') && hours(spec.duration) <= hours(constraints.maxDuration ?? '1e9');
}

function checkCertificatePolicies() {
  const policies = ofKind(objects, 'CertificateRequestPolicy');
  const usable = ofKind(objects, 'RoleBinding').flatMap(({roleRef}) => find(objects, roleRef.kind, roleRef.name)?.rules ?? [])
    .filter(({resources}) => resources.includes('certificaterequestpolicies')).flatMap(({resourceNames}) => resourceNames);
  for (const certificate of ofKind(objects, 'Certificate')) {
    if (!policies.some((policy) => usable.includes(policy.metadata.name) && allows(policy, certificate))) complain(certificate, 'no policy allows it');
  }
}

function checkTrust() {
  for (const bundle of ofKind(objects, 'Bundle')) {
    for (const {secret} of bundle.spec.sources) if (secret) use(bundle, 'Secret', secret.name, [secret.key]);
  }
}

function checkDatabases() {
  for (const store of ofKind(objects, 'ObjectStore')) {
    for (const {name, key} of Object.values(store.spec.configuration.s3Credentials ?? {})) use(store, 'Secret', name, [key]);
  }
  for (const cluster of ofKind(objects, 'Cluster')) {
    const {bootstrap, externalClusters = [], plugins = []} = cluster.spec;
    for (const {parameters} of [...plugins, ...externalClusters.map(({plugin}) => plugin)]) {
      if (!find(objects, 'ObjectStore', parameters.barmanObjectName)) complain(cluster, `there is no ObjectStore ${parameters.barmanObjectName}`);
    }
    const source = bootstrap?.recovery?.source;
    if (source && !externalClusters.some(({name}) => name === source)) complain(cluster, `there is no external cluster ${source}`);
    // Without the parameter a cluster archives under its own name.
    const archives = plugins.map(({parameters}) => `${parameters.barmanObjectName}/${parameters.serverName ?? cluster.metadata.name}`);
    for (const {name, plugin: {parameters}} of externalClusters) {
      if (archives.includes(`${parameters.barmanObjectName}/${parameters.serverName}`)) complain(cluster, `archives into the log of ${name}, from which it is restored`);
    }
  }
  for (const backup of ofKind(objects, 'ScheduledBackup')) {
    if (!find(objects, 'Cluster', backup.spec.cluster.name)) complain(backup, `there is no Cluster ${backup.spec.cluster.name}`);
  }
}

// Grafana's sidecar takes the dashboards by their label.
function checkUnused() {
  for (const [name, {used}] of sources) {
    const object = find(objects, ...name.split('/'));
    const offered = name.endsWith('-app') || object?.metadata.labels?.grafana_dashboard;
    if (!used && !offered) findings.push(`${name}: nobody uses it`);
  }
}

addSources();
checkPods();
ofKind(objects, 'ConfigMap').forEach(checkUpstreams);
checkServices();
checkSelectors();
checkPolicies();
checkCertificates();
checkCertificatePolicies();
checkTrust();
checkDatabases();
checkUnused();
report(findings, objects);
