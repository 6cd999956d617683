#include "services/notification/channels/testing/scripted_server.h"

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/testing/environment.h"

namespace lianfang::notification {
namespace {

constexpr int kPatienceMs = 20'000;

}  // namespace

ScriptedServer::ScriptedServer(const std::string& script) {
  const std::string certificates = RequiredVariable("LIANFANG_TEST_CERTS");
  const std::string certificate = certificates + "/mail.crt";
  const std::string key = certificates + "/mail.key";
  const char* arguments[] = {"/usr/bin/python3", script.c_str(), certificate.c_str(), key.c_str(), nullptr};
  int input[2];
  int output[2];
  if (pipe(input) != 0 || pipe(output) != 0) throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input[0], 0);
  posix_spawn_file_actions_adddup2(&actions, output[1], 1);
  posix_spawn_file_actions_addclose(&actions, input[1]);
  const int failed = posix_spawn(&process_, arguments[0], &actions, nullptr, const_cast<char**>(arguments), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(input[0]);
  close(output[1]);
  input_ = input[1];
  output_ = output[0];
  if (failed != 0 || !absl::SimpleAtoi(ReadLine(), &port_)) throw std::runtime_error(script + " did not start");
}

ScriptedServer::~ScriptedServer() {
  close(input_);
  close(output_);
  waitpid(process_, nullptr, 0);
}

std::string ScriptedServer::Command(const std::string& command) {
  const std::string line = absl::StrCat(command, "\n");
  if (write(input_, line.data(), line.size()) < 0) throw std::runtime_error("the server has ended");
  const std::string word = absl::StrCat(command.substr(0, command.find(' ')), " ");
  for (;;) {
    const std::string said = ReadLine();
    if (absl::StartsWith(said, word)) return said.substr(word.size());
    lines_.push_back(said);
  }
}

const std::vector<std::string>& ScriptedServer::Lines() {
  pollfd ready{output_, POLLIN, 0};
  while (unread_.find('\n') != std::string::npos || poll(&ready, 1, 0) > 0) lines_.push_back(ReadLine());
  return lines_;
}

std::string ScriptedServer::ReadLine() {
  while (unread_.find('\n') == std::string::npos) {
    pollfd ready{output_, POLLIN, 0};
    char buffer[4096];
    const ssize_t count = poll(&ready, 1, kPatienceMs) > 0 ? read(output_, buffer, sizeof buffer) : 0;
    if (count <= 0) throw std::runtime_error("the server says nothing");
    unread_.append(buffer, static_cast<size_t>(count));
  }
  const size_t end = unread_.find('\n');
  const std::string line = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return line;
}

}  // namespace lianfang::notification
