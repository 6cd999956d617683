#include "services/notification/channels/email/testing/faulty_smtp_server.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/testing/environment.h"

namespace lianfang::notification {

CurlSmtpTransport::Options FaultySmtpServer::Options(const std::string& password) const {
  return {.url = absl::StrCat("smtp://user", password.empty() ? "" : ":", password, "@localhost:", server_.port()),
          .ca_file = RequiredVariable("LIANFANG_TEST_SMTP_CA")};
}

std::unique_ptr<CurlSmtpTransport> FaultySmtpServer::Connect(absl::Duration timeout,
                                                             const std::string& password) const {
  CurlSmtpTransport::Options options = Options(password);
  options.timeout = timeout;
  return std::move(CurlSmtpTransport::Create(options)).value();
}

std::unique_ptr<CurlSmtpTransport> FaultySmtpServer::ConnectWithFile(const std::string& password_file) const {
  CurlSmtpTransport::Options options = Options("");
  options.password_file = password_file;
  return std::move(CurlSmtpTransport::Create(options)).value();
}

void FaultySmtpServer::SetClock(absl::Time time) { server_.Command(absl::StrCat("clock ", absl::ToUnixSeconds(time))); }

void FaultySmtpServer::SetFault(const std::string& name) { server_.Command(absl::StrCat("fault ", name)); }

int FaultySmtpServer::Connections() { return std::stoi(server_.Command("connections")); }

std::string FaultySmtpServer::LastEhloName() { return server_.Command("ehlo"); }

std::vector<std::pair<std::string, std::string>> FaultySmtpServer::Mails() {
  std::vector<std::pair<std::string, std::string>> mails;
  for (const std::string& line : server_.Lines()) mails.emplace_back(absl::StrSplit(line, absl::MaxSplits(' ', 1)));
  return mails;
}

}  // namespace lianfang::notification
