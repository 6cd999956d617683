// The command line; its exit codes are cli/text/error_text.h's.
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "cli/app.h"

int main(int argc, char** argv) {
  const auto code = static_cast<int>(lianfang::cli::Run(argc, argv, std::cout, std::cerr));
  std::cout.flush();
  std::fflush(nullptr);
  // Not exit(): gRPC's threads outlive the last channel by a moment, and it would take OpenSSL down under them.
  std::_Exit(code);
}
