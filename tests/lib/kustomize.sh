# Kustomize, from what the machine has: kubectl 1.24 or later, or kustomize 4.1 or later. Debian 12 has neither (its kubectl is 1.20, whose
# kustomize knows no components); https://kubernetes.io/docs/tasks/tools/ has packages.
# shellcheck shell=bash

# kustomize_is_here: otherwise says so; what cannot be rendered is not checked.
kustomize_is_here() {
  if kubectl_renders || command -v kustomize >/dev/null; then return; fi
  printf 'not checked: neither kubectl 1.24 (or later) nor kustomize 4.1 is here; https://kubernetes.io/docs/tasks/tools/ has them\n'
  return 1
}

# kustomize_build DIRECTORY: prints the manifests of an overlay.
kustomize_build() {
  if kubectl_renders; then kubectl kustomize "$1"; else kustomize build "$1"; fi
}

# Older ones do not name the Kustomize in them.
kubectl_renders() { kubectl version --client 2>/dev/null | grep -q 'Kustomize Version'; }
