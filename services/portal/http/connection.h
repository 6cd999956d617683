// One connection of the HTTPS server: handshake, then request after request. Everything of it happens on its strand.
#ifndef LIANFANG_SERVICES_PORTAL_HTTP_CONNECTION_H_
#define LIANFANG_SERVICES_PORTAL_HTTP_CONNECTION_H_

#include <array>
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "services/portal/http/body_budget.h"
#include "services/portal/http/exchange.h"
#include "services/portal/http/http_server.h"

namespace lianfang::portal {

// What all connections of a server share. Thread-safe.
struct ServerShared {
  ServerShared(HttpLimits server_limits, HttpHandler server_handler)
      : limits(server_limits),
        handler(std::move(server_handler)),
        bodies({.all = limits.body_bytes_under_way, .one = limits.body_bytes_of_caller}) {}

  const HttpLimits limits;
  const HttpHandler handler;
  BodyBudget bodies;
  std::atomic<size_t> connections = 0;
  std::atomic<bool> quiescing = false;
  std::atomic<bool> draining = false;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using tcp = boost::asio::ip::tcp;

  // The socket's executor is the connection's strand.
  Connection(tcp::socket socket, std::shared_ptr<boost::asio::ssl::context> tls, std::shared_ptr<ServerShared> server);
  ~Connection();

  void Start();

  // From any thread. Quiesce closes the connection where no request is under way; End tells a stream to end; CutOff closes it in any case.
  void Quiesce();
  void End();
  void CutOff();

 private:
  class Served;
  friend class Served;
  using Request = boost::beast::http::request_parser<boost::beast::http::buffer_body>;
  using Error = boost::system::error_code;
  using Body = std::function<void(absl::StatusOr<std::string>)>;
  enum class State { kHandshake, kWaiting, kHead, kHandling, kWriting, kStreaming, kEnding, kClosed };

  void Handshake();
  void AwaitRequest();
  void ReadHead();
  void TakeHead(Error error);
  std::optional<HttpHead> HeadOf() const;  // nothing where it is malformed
  void Refuse(int status);

  void ReadBody(size_t most, const std::string& caller, Body then);
  void ReadBodyPart();
  void TakeBodyPart(Error error);
  absl::Status TakeBody(size_t bytes);
  void EndBody(absl::StatusOr<std::string> body);

  void Reply(HttpReply reply);
  void WriteReply();
  void BeginStream(HttpReply head);
  void AwaitGone();
  void Send(std::string bytes, std::function<void()> sent);
  void EndStream(std::string last);
  void WritePart();
  void OnGone(std::function<void(HttpExchange::Gone)> gone);
  void TellGone(HttpExchange::Gone why);

  void EndRequest(bool keep);
  void Linger();
  void Shutdown();
  bool Ended(Error error);
  void Close();
  void Uncount();
  void GiveBody();
  void Post(std::function<void()> work);
  void ExpiresAfter(absl::Duration limit);
  bool Serves(int number) const { return number == number_ && state_ != State::kClosed; }

  const std::shared_ptr<ServerShared> server_;
  const std::shared_ptr<boost::asio::ssl::context> tls_;
  boost::beast::ssl_stream<boost::beast::tcp_stream> stream_;
  boost::beast::flat_buffer buffer_;
  HttpPeer peer_;
  State state_ = State::kHandshake;
  int number_ = 0;  // of the request

  std::optional<Request> parser_;
  std::array<char, 16 << 10> part_;
  std::string body_;
  size_t most_body_ = 0;
  std::string caller_;     // whose share the body is of
  size_t body_bytes_ = 0;  // taken from the server's budget
  Body then_;              // empty: the body is thrown away before the answer
  bool is_head_ = false;

  HttpReply reply_;
  std::optional<boost::beast::http::response<boost::beast::http::span_body<const char>>> response_;
  std::optional<boost::beast::http::response<boost::beast::http::empty_body>> bare_response_;
  std::optional<boost::beast::http::response_serializer<boost::beast::http::empty_body>> header_;

  struct Part {
    std::string bytes;
    std::function<void()> sent;
    bool last = false;
  };
  std::deque<Part> parts_;
  bool writing_ = false;
  std::function<void(HttpExchange::Gone)> gone_;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_HTTP_CONNECTION_H_
