#include "services/portal/http/connection.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/portal/domain/page/page_files.h"
#include "services/portal/http/tls_context.h"

namespace lianfang::portal {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

// An unread body of so many bytes is read to its end, so that the connection can go on; a longer one ends it.
constexpr size_t kMostThrownAway = 256 << 10;
constexpr size_t kReadBytes = 4096;
constexpr absl::Duration kGoodbye = absl::Seconds(2);

// A value that would end its line is not sent.
bool IsFieldValue(const std::string& value) {
  return std::all_of(value.begin(), value.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7f; });
}

template <typename Response>
void SetFields(Response& response, const HttpReply& reply, bool keep) {
  response.version(11);
  response.result(static_cast<unsigned>(reply.status));
  for (const auto& [name, value] : SecurityFields()) response.set(name, value);
  for (const auto& [name, value] : reply.fields) {
    if (IsFieldValue(value)) response.insert(name, value);
  }
  response.keep_alive(keep);
}

absl::Status TooLong(size_t most) {
  return ErrorWithReason(absl::StatusCode::kResourceExhausted, absl::StrCat("the body may have ", most, " bytes"),
                         "REQUEST_TOO_LONG", {{"max_bytes", absl::StrCat(most)}});
}

absl::Status TooMuchUnderWay() {
  return ErrorWithReason(absl::StatusCode::kUnavailable, "too many requests are under way", "SERVER_BUSY");
}

}  // namespace

// The exchange of one request. It outlives its request without harm: what comes late is of an old number.
class Connection::Served : public HttpExchange {
 public:
  Served(std::shared_ptr<Connection> connection, int number, HttpHead head)
      : connection_(std::move(connection)), number_(number), head_(std::move(head)), peer_(connection_->peer_) {}

  const HttpHead& head() const override { return head_; }
  const HttpPeer& peer() const override { return peer_; }

  void ReadBody(size_t most, const std::string& caller,
                std::function<void(absl::StatusOr<std::string>)> then) override {
    Do([most, caller, then = std::move(then)](Connection& c) { c.ReadBody(most, caller, then); });
  }
  void Reply(HttpReply reply) override {
    Do([reply = std::move(reply)](Connection& c) mutable { c.Reply(std::move(reply)); });
  }
  void BeginStream(HttpReply head) override {
    Do([head = std::move(head)](Connection& c) mutable { c.BeginStream(std::move(head)); });
  }
  void Send(std::string bytes, std::function<void()> sent) override {
    Do([bytes = std::move(bytes), sent = std::move(sent)](Connection& c) mutable { c.Send(std::move(bytes), sent); });
  }
  void EndStream(std::string last) override {
    Do([last = std::move(last)](Connection& c) mutable { c.EndStream(std::move(last)); });
  }
  void OnGone(std::function<void(Gone)> gone) override {
    connection_->Post([connection = connection_, number = number_, gone = std::move(gone)] {
      if (connection->Serves(number)) {
        connection->OnGone(gone);
      } else {
        gone(Gone::kCaller);
      }
    });
  }

 private:
  template <typename Work>
  void Do(Work work) {
    connection_->Post([connection = connection_, number = number_, work = std::move(work)]() mutable {
      if (connection->Serves(number)) work(*connection);
    });
  }

  const std::shared_ptr<Connection> connection_;
  const int number_;
  const HttpHead head_;
  const HttpPeer peer_;
};

Connection::Connection(tcp::socket socket, std::shared_ptr<asio::ssl::context> tls,
                       std::shared_ptr<ServerShared> server)
    : server_(std::move(server)),
      tls_(std::move(tls)),
      stream_(std::move(socket), *tls_),
      buffer_(server_->limits.header_bytes + kReadBytes) {
  server_->connections.fetch_add(1);
  Error ignored;
  beast::get_lowest_layer(stream_).socket().set_option(tcp::no_delay(true), ignored);
  const auto remote = beast::get_lowest_layer(stream_).socket().remote_endpoint(ignored);
  peer_.address = remote.address().to_string();
}

Connection::~Connection() {
  if (state_ != State::kClosed) Uncount();
}

// Exchanges may keep the object for longer than the connection lasts.
void Connection::Uncount() {
  GiveBody();
  server_->connections.fetch_sub(1);
}

void Connection::GiveBody() { server_->bodies.Give(caller_, std::exchange(body_bytes_, 0)); }

void Connection::Post(std::function<void()> work) { asio::post(stream_.get_executor(), std::move(work)); }

void Connection::ExpiresAfter(absl::Duration limit) {
  beast::get_lowest_layer(stream_).expires_after(absl::ToChronoMilliseconds(limit));
}

void Connection::Start() {
  Post([self = shared_from_this()] { self->Handshake(); });
}

void Connection::Handshake() {
  ExpiresAfter(server_->limits.handshake);
  stream_.async_handshake(asio::ssl::stream_base::server, [self = shared_from_this()](Error error) {
    if (self->Ended(error)) return;
    ReadPeerCertificate(self->stream_.native_handle(), self->peer_);
    self->AwaitRequest();
  });
}

// Between requests, whoever is silent is let be for longer than within one.
void Connection::AwaitRequest() {
  if (server_->quiescing && number_ > 0) return Shutdown();
  state_ = State::kWaiting;
  if (buffer_.size() > 0) return ReadHead();
  ExpiresAfter(server_->limits.idle);
  stream_.async_read_some(buffer_.prepare(kReadBytes), [self = shared_from_this()](Error error, size_t bytes) {
    if (error == asio::error::operation_aborted && self->state_ == State::kWaiting && self->server_->quiescing) {
      return self->Shutdown();
    }
    if (self->Ended(error)) return;
    self->buffer_.commit(bytes);
    self->ReadHead();
  });
}

void Connection::ReadHead() {
  state_ = State::kHead;
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(server_->limits.header_bytes));
  parser_->body_limit(std::numeric_limits<std::uint64_t>::max());  // ReadBody has its own
  ExpiresAfter(server_->limits.header);
  http::async_read_header(stream_, buffer_, *parser_,
                          [self = shared_from_this()](Error error, size_t) { self->TakeHead(error); });
}

void Connection::TakeHead(Error error) {
  if (state_ == State::kClosed) return;
  if (error == http::error::end_of_stream) return Shutdown();
  const bool malformed = error.category() == http::make_error_code(http::error::bad_target).category();
  if (error && !malformed) return Close();
  ++number_;
  state_ = State::kHandling;
  is_head_ = false;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return Refuse(431);
  if (error) return Refuse(400);
  is_head_ = parser_->get().method() == http::verb::head;
  if (parser_->get().version() != 11) return Refuse(505);
  auto head = HeadOf();
  if (!head.has_value()) return Refuse(400);
  server_->handler(std::make_shared<Served>(shared_from_this(), number_, *std::move(head)));
}

// The target is a path of this host in ASCII; one Host, so that nobody before us has understood another.
std::optional<HttpHead> Connection::HeadOf() const {
  const auto& request = parser_->get();
  HttpHead head{.method = std::string(request.method_string()), .target = std::string(request.target()), .fields = {}};
  for (const auto& field : request) {
    head.fields.emplace_back(absl::AsciiStrToLower(std::string(field.name_string())), std::string(field.value()));
  }
  const bool plain = std::all_of(head.target.begin(), head.target.end(),
                                 [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '#' && c != '\\'; });
  if (head.target.empty() || head.target[0] != '/' || !plain || head.Count("host") != 1) {
    return std::nullopt;
  }
  return head;
}

// What is no request as HTTP has it: the connection ends with the answer.
void Connection::Refuse(int status) {
  parser_.reset();
  Reply({.status = status,
         .fields = {{"content-type", "text/plain; charset=utf-8"}, {"cache-control", "no-store"}},
         .body = status == 431   ? "header fields too large\n"
                 : status == 505 ? "HTTP/1.1 only\n"
                                 : "bad request\n"});
}

void Connection::ReadBody(size_t most, const std::string& caller, Body then) {
  if (state_ != State::kHandling) return;
  caller_ = caller;
  then_ = std::move(then);
  most_body_ = most;
  body_.clear();
  if (parser_->is_done()) return EndBody(std::string());
  if (const auto length = parser_->content_length(); length && *length > most) return EndBody(TooLong(most));
  ExpiresAfter(server_->limits.body);
  if (!beast::iequals(parser_->get()[http::field::expect], "100-continue")) return ReadBodyPart();
  static const std::string kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(stream_, asio::buffer(kContinue), [self = shared_from_this()](Error error, size_t) {
    if (!self->Ended(error)) self->ReadBodyPart();
  });
}

void Connection::ReadBodyPart() {
  parser_->get().body().data = part_.data();
  parser_->get().body().size = part_.size();
  http::async_read_some(stream_, buffer_, *parser_,
                        [self = shared_from_this()](Error error, size_t) { self->TakeBodyPart(error); });
}

void Connection::TakeBodyPart(Error error) {
  if (state_ == State::kClosed) return;
  if (error == http::error::need_buffer) error = {};
  if (error == beast::error::timeout) {
    return EndBody(absl::DeadlineExceededError("the body did not come in time"));
  }
  if (error && error.category() == http::make_error_code(http::error::bad_chunk).category() &&
      error != http::error::partial_message && error != http::error::end_of_stream) {
    return EndBody(absl::InvalidArgumentError("the body is malformed"));
  }
  if (error) return Close();
  const size_t bytes = part_.size() - parser_->get().body().size;
  if (body_.size() + bytes > most_body_) return EndBody(TooLong(most_body_));
  if (absl::Status taken = TakeBody(bytes); !taken.ok()) return EndBody(taken);
  body_.append(part_.data(), bytes);
  if (parser_->is_done()) return EndBody(std::move(body_));
  ReadBodyPart();
}

absl::Status Connection::TakeBody(size_t bytes) {
  switch (server_->bodies.Take(caller_, body_bytes_, bytes)) {
    case BodyBudget::Answer::kAllUsed:
      return TooMuchUnderWay();
    case BodyBudget::Answer::kShareUsed:
      return RetryLater("this caller's requests under way are too long together", "SHARE_USED", absl::Seconds(1));
    case BodyBudget::Answer::kTaken:
      break;
  }
  body_bytes_ += bytes;
  return absl::OkStatus();
}

void Connection::EndBody(absl::StatusOr<std::string> body) {
  body_ = std::string();
  if (Body then = std::exchange(then_, nullptr); then != nullptr) return then(std::move(body));
  WriteReply();  // what was thrown away
}

void Connection::Reply(HttpReply reply) {
  if (state_ != State::kHandling) return;
  state_ = State::kWriting;
  reply_ = std::move(reply);
  const auto length = parser_.has_value() ? parser_->content_length() : boost::none;
  const bool unread = parser_.has_value() && !parser_->is_done() && length && *length <= kMostThrownAway &&
                      beast::get_lowest_layer(stream_).socket().is_open() &&
                      !beast::iequals(parser_->get()[http::field::expect], "100-continue");
  if (!unread) return WriteReply();
  then_ = nullptr;
  most_body_ = kMostThrownAway;
  ExpiresAfter(server_->limits.header);
  ReadBodyPart();
}

void Connection::WriteReply() {
  const bool keep = parser_.has_value() && parser_->is_done() && parser_->keep_alive() && !server_->quiescing &&
                    number_ < server_->limits.requests_per_connection;
  ExpiresAfter(server_->limits.write);
  const auto written = [self = shared_from_this(), keep](Error error, size_t) {
    if (!self->Ended(error)) self->EndRequest(keep);
  };
  const absl::string_view content = reply_.content();
  if (is_head_ || reply_.status == 204 || reply_.status == 304) {
    bare_response_.emplace();
    SetFields(*bare_response_, reply_, keep);
    if (is_head_) bare_response_->content_length(content.size());
    http::async_write(stream_, *bare_response_, written);
  } else {
    response_.emplace();
    SetFields(*response_, reply_, keep);
    response_->body() = beast::span<const char>(content.data(), content.size());
    response_->content_length(content.size());
    http::async_write(stream_, *response_, written);
  }
}

void Connection::EndRequest(bool keep) {
  GiveBody();
  caller_.clear();
  response_.reset();
  bare_response_.reset();
  reply_ = HttpReply();
  gone_ = nullptr;
  if (keep) return AwaitRequest();
  if (parser_.has_value() && !parser_->is_done()) return Linger();
  Shutdown();
}

// The caller is still sending a body that nobody wants. To close now would reset the connection, and the answer could be lost on its way.
void Connection::Linger() {
  if (state_ != State::kEnding) ExpiresAfter(kGoodbye);
  state_ = State::kEnding;
  stream_.async_read_some(asio::buffer(part_), [self = shared_from_this()](Error error, size_t) {
    if (!self->Ended(error)) self->Linger();
  });
}

void Connection::BeginStream(HttpReply head) {
  if (state_ != State::kHandling) return;
  state_ = State::kStreaming;
  // The request has been taken, and a stream may last for hours: its body is no more under way.
  GiveBody();
  reply_ = std::move(head);
  bare_response_.emplace();
  SetFields(*bare_response_, reply_, false);
  bare_response_->chunked(true);
  bare_response_->set("x-accel-buffering", "no");  // nginx passes each part on as it comes
  header_.emplace(*bare_response_);
  beast::get_lowest_layer(stream_).expires_never();  // of the reading that waits for the caller's end
  AwaitGone();
  writing_ = true;
  ExpiresAfter(server_->limits.write);
  http::async_write_header(stream_, *header_, [self = shared_from_this()](Error error, size_t) {
    self->writing_ = false;
    if (self->Ended(error)) return self->parts_.clear();
    self->WritePart();
  });
}

// Reads, to learn when the caller goes. What it sends meanwhile is not answered: the connection ends with the stream.
void Connection::AwaitGone() {
  stream_.async_read_some(asio::buffer(part_), [self = shared_from_this()](Error error, size_t) {
    if (self->state_ == State::kEnding) return self->Shutdown();
    if (!self->Ended(error)) self->AwaitGone();
  });
}

void Connection::Send(std::string bytes, std::function<void()> sent) {
  if (state_ != State::kStreaming) return;
  parts_.push_back({std::move(bytes), std::move(sent)});
  if (!writing_) WritePart();
}

void Connection::EndStream(std::string last) {
  if (state_ != State::kStreaming) return;
  parts_.push_back({std::move(last), nullptr, true});
  if (!writing_) WritePart();
}

void Connection::WritePart() {
  if (parts_.empty() || state_ != State::kStreaming) return;
  writing_ = true;
  ExpiresAfter(server_->limits.write);
  const auto written = [self = shared_from_this()](Error error, size_t) {
    self->writing_ = false;
    if (self->Ended(error)) return self->parts_.clear();
    const Part part = std::move(self->parts_.front());
    self->parts_.pop_front();
    if (part.last) {
      self->gone_ = nullptr;
      self->state_ = State::kEnding;
      return beast::get_lowest_layer(self->stream_).cancel();  // AwaitGone goes on
    }
    if (part.sent != nullptr) part.sent();
    if (!self->writing_) self->WritePart();
  };
  Part& part = parts_.front();
  if (part.last) {
    // As text: a chunk and the end of all chunks go out in one.
    part.bytes = part.bytes.empty() ? "0\r\n\r\n"
                                    : absl::StrCat(absl::Hex(part.bytes.size()), "\r\n", part.bytes, "\r\n0\r\n\r\n");
    asio::async_write(stream_, asio::buffer(part.bytes), written);
  } else {
    asio::async_write(stream_, http::make_chunk(asio::const_buffer(part.bytes.data(), part.bytes.size())), written);
  }
}

void Connection::OnGone(std::function<void(HttpExchange::Gone)> gone) {
  gone_ = std::move(gone);
  if (server_->draining) TellGone(HttpExchange::Gone::kDraining);
}

void Connection::TellGone(HttpExchange::Gone why) {
  if (auto gone = std::exchange(gone_, nullptr); gone != nullptr) gone(why);
}

void Connection::Quiesce() {
  Post([self = shared_from_this()] {
    if (self->state_ == State::kWaiting) beast::get_lowest_layer(self->stream_).cancel();
  });
}

void Connection::End() {
  Quiesce();
  Post([self = shared_from_this()] { self->TellGone(HttpExchange::Gone::kDraining); });
}

void Connection::CutOff() {
  Post([self = shared_from_this()] { self->Close(); });
}

void Connection::Shutdown() {
  state_ = State::kEnding;
  ExpiresAfter(kGoodbye);
  stream_.async_shutdown([self = shared_from_this()](Error) { self->Close(); });
}

// After an operation: whether there is nothing to go on with. The connection may have been closed while the end of the operation was waiting.
bool Connection::Ended(Error error) {
  if (error) Close();
  return state_ == State::kClosed;
}

void Connection::Close() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  beast::get_lowest_layer(stream_).close();
  Uncount();
  if (!writing_) parts_.clear();  // the bytes of a write under way are its own
  then_ = nullptr;
  TellGone(HttpExchange::Gone::kCaller);
}

}  // namespace lianfang::portal
