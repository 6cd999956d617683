#include "services/notification/mail/testing/faulty_smtp_server.h"

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/testing/environment.h"

namespace lianfang::notification {
namespace {

constexpr int kPatienceMs = 20'000;

}  // namespace

FaultySmtpServer::FaultySmtpServer() {
  const std::string certificates = RequiredVariable("LIANFANG_TEST_CERTS");
  const std::string certificate = certificates + "/mail.crt";
  const std::string key = certificates + "/mail.key";
  const char* arguments[] = {"/usr/bin/python3", "services/notification/mail/testing/faulty_smtp.py",
                             certificate.c_str(), key.c_str(), nullptr};
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
  if (failed != 0 || !absl::SimpleAtoi(ReadLine(), &port_)) throw std::runtime_error("faulty_smtp.py did not start");
}

FaultySmtpServer::~FaultySmtpServer() {
  close(input_);
  close(output_);
  waitpid(process_, nullptr, 0);
}

std::unique_ptr<CurlSmtpTransport> FaultySmtpServer::Connect(absl::Duration timeout,
                                                             const std::string& password) const {
  auto transport = CurlSmtpTransport::Create({.url = absl::StrCat("smtp://user:", password, "@localhost:", port_),
                                              .ca_file = RequiredVariable("LIANFANG_TEST_SMTP_CA"),
                                              .timeout = timeout});
  return std::move(transport).value();
}

std::unique_ptr<CurlSmtpTransport> FaultySmtpServer::ConnectWithFile(const std::string& password_file) const {
  auto transport = CurlSmtpTransport::Create({.url = absl::StrCat("smtp://user@localhost:", port_),
                                              .password_file = password_file,
                                              .ca_file = RequiredVariable("LIANFANG_TEST_SMTP_CA")});
  return std::move(transport).value();
}

void FaultySmtpServer::SetClock(absl::Time time) {
  const std::string line = absl::StrCat("clock ", absl::ToUnixSeconds(time), "\n");
  if (write(input_, line.data(), line.size()) < 0) throw std::runtime_error("faulty_smtp.py has ended");
  Hear(/*until_clock=*/true);
}

const std::vector<std::pair<std::string, std::string>>& FaultySmtpServer::Mails() {
  Hear(/*until_clock=*/false);
  return mails_;
}

std::string FaultySmtpServer::ReadLine() {
  while (unread_.find('\n') == std::string::npos) {
    pollfd ready{output_, POLLIN, 0};
    char buffer[4096];
    const ssize_t count = poll(&ready, 1, kPatienceMs) > 0 ? read(output_, buffer, sizeof buffer) : 0;
    if (count <= 0) throw std::runtime_error("faulty_smtp.py says nothing");
    unread_.append(buffer, static_cast<size_t>(count));
  }
  const size_t end = unread_.find('\n');
  const std::string line = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return line;
}

void FaultySmtpServer::Hear(bool until_clock) {
  pollfd ready{output_, POLLIN, 0};
  while (until_clock || unread_.find('\n') != std::string::npos || poll(&ready, 1, 0) > 0) {
    const std::string line = ReadLine();
    if (line == "clock") return;
    mails_.push_back(absl::StrSplit(line, absl::MaxSplits(' ', 1)));
  }
}

}  // namespace lianfang::notification
