// The command line; its exit codes are cli/text/error_text.h's.
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "cli/app.h"

int main(int argc, char** argv) {
  auto code = static_cast<int>(lianfang::cli::Run(argc, argv, std::cout, std::cerr));
  std::cout.flush();
  const bool written = std::fflush(nullptr) == 0 && std::cout.good();
  if (!written && code == 0) {  // a full disk, a pipe whose reader is gone: half an answer is no success
    std::cerr << "lianfang: 输出未能写完（the output could not be written）\n";
    code = static_cast<int>(lianfang::cli::ExitCode::kUsage);
  }
  // Not exit(): gRPC's threads outlive the last channel by a moment, and it would take OpenSSL down under them.
  std::_Exit(code);
}
