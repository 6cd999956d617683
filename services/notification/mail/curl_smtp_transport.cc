#include "services/notification/mail/curl_smtp_transport.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/secret_file.h"

namespace lianfang::notification {
namespace {

constexpr size_t kMaxText = 500;

struct Unsent {
  const std::string& message;
  size_t position = 0;
};

size_t ReadMessage(char* buffer, size_t size, size_t count, void* user) {
  auto& unsent = *static_cast<Unsent*>(user);
  const size_t length = std::min(size * count, unsent.message.size() - unsent.position);
  std::memcpy(buffer, unsent.message.data() + unsent.position, length);
  unsent.position += length;
  return length;
}

// libcurl passes every reply line of the server here. The last refusal says why a mail was refused; the farewell after
// it does not.
size_t KeepRefusal(char* line, size_t size, size_t count, void* user) {
  const absl::string_view reply(line, size * count);
  if (absl::StartsWith(reply, "4") || absl::StartsWith(reply, "5"))
    *static_cast<std::string*>(user) = std::string(reply);
  return size * count;
}

std::string OneLine(absl::string_view text) {
  std::string line(absl::StripAsciiWhitespace(text).substr(0, kMaxText));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return !absl::ascii_isprint(c); }, '?');
  return line;
}

// Faults of ours or of the way there, not of the mail: the server is not reached, its certificate or our password is
// refused.
bool ConcernsTheServer(CURLcode code, long reply) {
  return code == CURLE_LOGIN_DENIED || code == CURLE_USE_SSL_FAILED || code == CURLE_PEER_FAILED_VERIFICATION ||
         code == CURLE_SSL_CONNECT_ERROR || reply == 530 || reply == 535;
}

SendResult ResultOf(CURLcode code, long reply, const std::string& refusal, const char* error) {
  if (code == CURLE_OK) return {SendResult::Outcome::kAccepted, static_cast<int>(reply), ""};
  const bool permanent = reply >= 500 && reply < 600 && !ConcernsTheServer(code, reply);
  const std::string text = reply >= 400 ? OneLine(refusal) : OneLine(*error != '\0' ? error : curl_easy_strerror(code));
  return {permanent ? SendResult::Outcome::kPermanentFailure : SendResult::Outcome::kTransientFailure,
          reply >= 400 ? static_cast<int>(reply) : 0, text};
}

long Milliseconds(absl::Duration duration) { return static_cast<long>(absl::ToInt64Milliseconds(duration)); }

// Ends the connection where the server gave no answer. Closing it, libcurl would say QUIT and wait two minutes for an
// answer to that, longer than the claim on the mail holds.
void HangUp(CURL* curl) {
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(curl, CURLINFO_ACTIVESOCKET, &socket);
  if (socket != CURL_SOCKET_BAD) shutdown(socket, SHUT_RDWR);
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

}  // namespace

// A handle with the connection it keeps, and what libcurl writes to while the handle lives (closing it talks to the
// server once more).
struct CurlSmtpTransport::Connection {
  struct Close {
    void operator()(CURL* open) const { curl_easy_cleanup(open); }
  };
  std::string password;
  std::string refusal;
  char error[CURL_ERROR_SIZE] = "";
  std::unique_ptr<CURL, Close> handle;
};

CurlSmtpTransport::CurlSmtpTransport(Options options) : options_(std::move(options)) {}
CurlSmtpTransport::~CurlSmtpTransport() = default;

absl::StatusOr<std::unique_ptr<CurlSmtpTransport>> CurlSmtpTransport::Create(Options options) {
  static std::once_flag initialized;
  std::call_once(initialized, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
  const bool known = absl::StartsWith(options.url, "smtp://") || absl::StartsWith(options.url, "smtps://");
  if (!known || curl_url_set(url.get(), CURLUPART_URL, options.url.c_str(), 0) != CURLUE_OK) {
    return InvalidField("smtp_url", "must be smtp://[user:password@]host:port or smtps://…");
  }
  return std::unique_ptr<CurlSmtpTransport>(new CurlSmtpTransport(std::move(options)));
}

SendResult CurlSmtpTransport::Send(const std::string& from, const std::string& to, const std::string& message) {
  const std::optional<std::string> password = options_.password_file.empty() ? "" : ReadSecret(options_.password_file);
  if (!password.has_value()) return {SendResult::Outcome::kTransientFailure, 0, "the password file cannot be read"};
  std::unique_ptr<Connection> connection = Borrow(*password);
  CURL* const curl = connection->handle.get();
  if (curl == nullptr) return {SendResult::Outcome::kTransientFailure, 0, "no memory for a connection"};
  Unsent unsent{message};
  const std::unique_ptr<curl_slist, FreeList> recipients(
      curl_slist_append(nullptr, absl::StrCat("<", to, ">").c_str()));
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, absl::StrCat("<", from, ">").c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl, CURLOPT_READDATA, &unsent);
  connection->refusal.clear();
  connection->error[0] = '\0';

  const CURLcode code = curl_easy_perform(curl);
  long reply = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
  const SendResult result = ResultOf(code, reply, connection->refusal, connection->error);
  // A connection on which something went wrong may be in the middle of a command: it is closed with its handle.
  if (code == CURLE_OK) {
    Return(std::move(connection));
  } else if (result.smtp_code == 0) {
    HangUp(curl);
  }
  return result;
}

std::unique_ptr<CurlSmtpTransport::Connection> CurlSmtpTransport::Borrow(const std::string& password) {
  std::vector<std::unique_ptr<Connection>> outdated;  // closed after the lock: closing talks to the server
  {
    absl::MutexLock lock(&mutex_);
    while (!idle_.empty()) {
      std::unique_ptr<Connection> connection = std::move(idle_.back());
      idle_.pop_back();
      if (connection->password == password) return connection;
      outdated.push_back(std::move(connection));
    }
  }
  return Open(password);
}

void CurlSmtpTransport::Return(std::unique_ptr<Connection> connection) {
  absl::MutexLock lock(&mutex_);
  idle_.push_back(std::move(connection));
}

std::unique_ptr<CurlSmtpTransport::Connection> CurlSmtpTransport::Open(const std::string& password) const {
  auto connection = std::make_unique<Connection>();
  connection->handle.reset(curl_easy_init());
  CURL* const curl = connection->handle.get();
  if (curl == nullptr) return connection;
  connection->password = password;
  if (!options_.password_file.empty()) curl_easy_setopt(curl, CURLOPT_PASSWORD, password.c_str());
  curl_easy_setopt(curl, CURLOPT_URL, options_.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(options_.connect_timeout));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, Milliseconds(options_.timeout));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, ReadMessage);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, KeepRefusal);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &connection->refusal);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, connection->error);
  return connection;
}

}  // namespace lianfang::notification
