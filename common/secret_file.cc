#include "common/secret_file.h"

#include <fstream>

namespace lianfang {

std::optional<std::string> ReadSecret(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line) || line.empty()) return std::nullopt;
  return line;
}

}  // namespace lianfang
