// Network policies and settings agree: whom a pod is told to call it may call, by a policy of either end; and no policy opens a way between
// services that no setting needs.
//
//   node k8s-reach.mjs MANIFESTS
import {containersOf, find, load, nameOf, ofKind, pods, report, selects} from '../lib/k8s_objects.mjs';

const objects = load(process.argv[2]);
const findings = [];
const all = pods(objects);
const policies = ofKind(objects, 'NetworkPolicy');

// The settings of a pod's containers, those of its ConfigMaps included: [name, value].
function settingsOf(pod) {
  return containersOf(pod).flatMap(({env = [], envFrom = []}) => [
    ...env.map(({name, value}) => [name, value]),
    ...envFrom.flatMap(({configMapRef}) => Object.entries(find(objects, 'ConfigMap', configMapRef?.name)?.data ?? {}))]);
}

// HOST:PORT of everything that a pod is told to call.
function calls(pod) {
  return settingsOf(pod).flatMap(([name, value]) => {
    if (!/^LIANFANG_(\w+_TARGET|DUTY_SOURCES|UPSTREAMS|PORTAL_UPSTREAM|REDIS_URL)$/.test(name) || !value) return [];
    return [...value.matchAll(/(?:^|[ ,=]|:\/\/\/?)([a-z][a-z-]*):(\d+)/g)].map(([, host, port]) => ({name, host, port: Number(port)}));
  });
}

// A rule's peers have the pod; a rule without peers is for everybody.
function hasPeer(peers, pod) {
  return peers === undefined || peers.some(({podSelector, namespaceSelector}) => podSelector && !namespaceSelector && selects(podSelector, pod.labels));
}
// A rule's ports have the container's port, by number or by name.
function opens(ports, callee, number) {
  return ports === undefined || ports.some(({port}) => port === number || containersOf(callee).some(({ports: own = []}) => own.some(({name, containerPort}) => name === port && containerPort === number)));
}
function allowed(direction, own, peer, callee, number) {
  const [rules, peers] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
  return policies.some(({spec}) => spec.policyTypes.includes(direction) && selects(spec.podSelector, own.labels) &&
    (spec[rules] ?? []).some((rule) => hasPeer(rule[peers], peer) && opens(rule.ports, callee, number)));
}

// The number of the container's port behind a Service's.
function targetOf(callee, {port, targetPort = port}) {
  if (typeof targetPort === 'number') return targetPort;
  return containersOf(callee).flatMap(({ports = []}) => ports).find(({name}) => name === targetPort)?.containerPort;
}

const needed = new Set(); // `CALLER CALLEE PORT`
function checkCall(caller, {name, host, port}) {
  const service = find(objects, 'Service', host);
  const offered = service?.spec.ports.find((one) => one.port === port);
  if (!offered) return; // tests/checks/k8s-references says so
  for (const callee of all.filter(({labels}) => selects({matchLabels: service.spec.selector}, labels))) {
    const number = targetOf(callee, offered);
    needed.add(`${nameOf(caller.owner)} ${nameOf(callee.owner)} ${number}`);
    if (!allowed('Egress', caller, callee, callee, number)) findings.push(`${nameOf(caller.owner)}: no policy lets it call ${host}:${port} (${name})`);
    if (!allowed('Ingress', callee, caller, callee, number)) findings.push(`${nameOf(callee.owner)}: no policy lets ${nameOf(caller.owner)} call it (${name})`);
  }
}

const isService = ({labels}) => labels['app.kubernetes.io/component'] === 'service';
function checkNeed(caller, callee) {
  for (const {containerPort} of containersOf(callee).flatMap(({ports = []}) => ports)) {
    if (needed.has(`${nameOf(caller.owner)} ${nameOf(callee.owner)} ${containerPort}`) || caller === callee) continue;
    if (allowed('Egress', caller, callee, callee, containerPort) && allowed('Ingress', callee, caller, callee, containerPort)) {
      findings.push(`${nameOf(caller.owner)}: policies let it call ${nameOf(callee.owner)}:${containerPort}, and no setting names that`);
    }
  }
}

for (const pod of all) for (const call of calls(pod)) checkCall(pod, call);
for (const caller of all.filter(isService)) for (const callee of all.filter(isService)) checkNeed(caller, callee);
if (needed.size === 0) findings.push('no pod is told to call anybody');
report(findings, objects);
