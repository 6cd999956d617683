#include "services/notification/channels/email/curl_smtp_transport.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/secret_file.h"
#include "services/notification/channels/answer_text.h"
#include "services/notification/channels/email/smtp_failure.h"

namespace lianfang::notification {
namespace {

// Those of libcurl in Debian that need a name and a password, or the machine's ticket, and nothing else.
constexpr absl::string_view kMechanisms[] = {"PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "NTLM", "GSSAPI"};

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

// What is said on a connection while a mail goes over it.
struct Talk {
  SmtpStage stage = SmtpStage::kSession;
  std::string refusal;  // the last 4xx or 5xx line
  int code = 0;         // of it
};

// libcurl passes what it says and hears here. The refusal of the last command tells why a mail was refused; the answer
// to the QUIT after it does not. What it says may be a password: nothing of it is kept.
int FollowTalk(CURL* /*curl*/, curl_infotype type, char* data, size_t size, void* user) {
  auto& talk = *static_cast<Talk*>(user);
  const absl::string_view line(data, size);
  if (type == CURLINFO_HEADER_OUT) talk.stage = StageOfCommand(line, talk.stage);
  int code = 0;
  if (type == CURLINFO_HEADER_IN && size >= 3 && absl::SimpleAtoi(line.substr(0, 3), &code) && code >= 400) {
    talk.refusal = std::string(line);
    talk.code = code;
  }
  return 0;
}

SendResult ResultOf(CURLcode code, long reply, const Talk& talk, const char* error) {
  if (code == CURLE_OK) return {SendResult::Outcome::kAccepted, static_cast<int>(reply), ""};
  // Without an answer to the last command, libcurl says what happened.
  const bool refused = talk.code != 0 && reply >= 400;
  const char* const fault = *error != '\0' ? error : curl_easy_strerror(code);
  SendResult result =
      JudgeFailure(talk.stage, refused ? talk.code : 0, AnswerLine(refused ? talk.refusal.c_str() : fault));
  // TLS may fail at any time, and is never the mail's fault.
  if (code == CURLE_USE_SSL_FAILED || code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR) {
    result.outcome = SendResult::Outcome::kTransientFailure;
    result.scope = SendResult::Scope::kChannel;
  }
  return result;
}

// A server ends connections that were idle for long, with 421 or without a word. That says nothing of the channel.
bool MayBeAnOldConnection(const SendResult& result) {
  return result.scope == SendResult::Scope::kChannel && (result.code == 0 || result.code == 421);
}

SendResult ChannelFault(const char* text) {
  return {SendResult::Outcome::kTransientFailure, 0, text, SendResult::Scope::kChannel};
}

// The URL for libcurl, which takes the name for EHLO as the URL's path.
absl::StatusOr<std::string> UrlOf(const CurlSmtpTransport::Options& options) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
  const bool known = absl::StartsWith(options.url, "smtp://") || absl::StartsWith(options.url, "smtps://");
  if (!known || curl_url_set(url.get(), CURLUPART_URL, options.url.c_str(), 0) != CURLUE_OK) {
    return InvalidField("smtp_url", "must be smtp://[user:password@]host:port or smtps://…");
  }
  if (options.ehlo_name.empty()) return options.url;
  const bool named = std::all_of(options.ehlo_name.begin(), options.ehlo_name.end(),
                                 [](char c) { return absl::ascii_isalnum(c) || absl::StrContains(".-:[]", c); });
  if (!named) return InvalidField("smtp_ehlo_name", "must be a host name, or an address in brackets");
  if (curl_url_set(url.get(), CURLUPART_PATH, absl::StrCat("/", options.ehlo_name).c_str(), 0) != CURLUE_OK) {
    return InvalidField("smtp_ehlo_name", "cannot be used");
  }
  char* whole = nullptr;
  if (curl_url_get(url.get(), CURLUPART_URL, &whole, 0) != CURLUE_OK) return InvalidField("smtp_url", "cannot be used");
  std::string made = whole;
  curl_free(whole);
  return made;
}

// `PLAIN,LOGIN` as libcurl takes it: `AUTH=PLAIN;AUTH=LOGIN`.
absl::StatusOr<std::string> LoginOptionsOf(const std::string& mechanisms) {
  std::vector<std::string> options;
  for (const absl::string_view mechanism : absl::StrSplit(mechanisms, ',')) {
    const std::string name = absl::AsciiStrToUpper(absl::StripAsciiWhitespace(mechanism));
    if (std::find(std::begin(kMechanisms), std::end(kMechanisms), name) == std::end(kMechanisms)) {
      return InvalidField("smtp_auth", absl::StrCat("must be of ", absl::StrJoin(kMechanisms, ", "), ", by commas"));
    }
    options.push_back(absl::StrCat("AUTH=", name));
  }
  return absl::StrJoin(options, ";");
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
  Talk talk;
  bool used = false;  // a mail went over it
  char error[CURL_ERROR_SIZE] = "";
  std::unique_ptr<CURL, Close> handle;
};

CurlSmtpTransport::CurlSmtpTransport(Options options, std::string connection_url, std::string login_options)
    : options_(std::move(options)),
      connection_url_(std::move(connection_url)),
      login_options_(std::move(login_options)) {}
CurlSmtpTransport::~CurlSmtpTransport() = default;

absl::StatusOr<std::unique_ptr<CurlSmtpTransport>> CurlSmtpTransport::Create(Options options) {
  static std::once_flag initialized;
  std::call_once(initialized, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  const auto url = UrlOf(options);
  if (!url.ok()) return url.status();
  const auto login_options = LoginOptionsOf(options.auth_mechanisms);
  if (!login_options.ok()) return login_options.status();
  return std::unique_ptr<CurlSmtpTransport>(new CurlSmtpTransport(std::move(options), *url, *login_options));
}

SendResult CurlSmtpTransport::Send(const std::string& from, const std::string& to, const std::string& message) {
  const std::optional<std::string> password = options_.password_file.empty() ? "" : ReadSecret(options_.password_file);
  if (!password.has_value()) return ChannelFault("the password file cannot be read");
  std::unique_ptr<Connection> connection = Borrow(*password);
  const bool used = connection->used;
  SendResult result = SendOver(std::move(connection), from, to, message);
  if (used && MayBeAnOldConnection(result)) result = SendOver(Open(*password), from, to, message);
  return result;
}

SendResult CurlSmtpTransport::SendOver(std::unique_ptr<Connection> connection, const std::string& from,
                                       const std::string& to, const std::string& message) {
  CURL* const curl = connection->handle.get();
  if (curl == nullptr) return ChannelFault("no memory for a connection");
  Unsent unsent{message};
  const std::unique_ptr<curl_slist, FreeList> recipients(
      curl_slist_append(nullptr, absl::StrCat("<", to, ">").c_str()));
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, absl::StrCat("<", from, ">").c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl, CURLOPT_READDATA, &unsent);
  connection->talk = Talk();
  connection->error[0] = '\0';

  const CURLcode code = curl_easy_perform(curl);
  long reply = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
  const SendResult result = ResultOf(code, reply, connection->talk, connection->error);
  // A connection on which something went wrong may be in the middle of a command: it is closed with its handle.
  if (code == CURLE_OK) {
    connection->used = true;
    Return(std::move(connection));
  } else if (result.code == 0) {
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
  curl_easy_setopt(curl, CURLOPT_URL, connection_url_.c_str());
  curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS, login_options_.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(options_.connect_timeout));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, Milliseconds(options_.timeout));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, ReadMessage);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);  // to FollowTalk alone, and so to nobody
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, FollowTalk);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &connection->talk);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, connection->error);
  return connection;
}

}  // namespace lianfang::notification
