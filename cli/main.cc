// The command line; its exit codes are cli/text/error_text.h's.
#include <iostream>

#include "cli/app.h"

int main(int argc, char** argv) { return static_cast<int>(lianfang::cli::Run(argc, argv, std::cout, std::cerr)); }
