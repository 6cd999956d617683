#!/bin/sh
# Writes common/schema_check.h's KnownChanges from the services' sqitch.plan files: cmake/known_changes.sh PLAN... >known_changes.cc
set -eu
cat <<'CODE'
#include <map>

#include "common/schema_check.h"

namespace lianfang {

const std::vector<std::string>& KnownChanges(absl::string_view service) {
  static const auto& changes = *new std::map<std::string, std::vector<std::string>>{
CODE
for plan in "$@"; do
  service=$(basename "$(dirname "$(dirname "$plan")")")
  # A change begins its line with its name; pragmas begin with %, tags with @, notes with #.
  awk -v service="$service" 'BEGIN {printf "      {\"%s\", {", service}
    /^[a-z]/ {printf "%s\"%s\"", separator, $1; separator = ", "}
    END {print "}},"}' "$plan"
done
cat <<'CODE'
  };
  static const auto& none = *new std::vector<std::string>;
  const auto found = changes.find(std::string(service));
  return found == changes.end() ? none : found->second;
}

}  // namespace lianfang
CODE
