// The HTTPS server on a real port, with clients that misbehave.
#include "services/portal/http/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <signal.h>

#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/testing/test_authority.h"
#include "common/testing/test_file.h"

namespace lianfang::portal {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// A connection of TLS over which a test writes what it likes.
class Client {
 public:
  explicit Client(int port, const TlsFiles* own = nullptr) : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
    if (own != nullptr) {
      SSL_CTX_use_certificate_file(context_.get(), own->certificate.c_str(), SSL_FILETYPE_PEM);
      SSL_CTX_use_PrivateKey_file(context_.get(), own->key.c_str(), SSL_FILETYPE_PEM);
    }
    bio_.reset(BIO_new_ssl_connect(context_.get()));
    BIO_set_conn_hostname(bio_.get(), absl::StrCat("127.0.0.1:", port).c_str());
    connected_ = BIO_do_connect(bio_.get()) == 1;
  }

  bool connected() const { return connected_; }
  bool Write(const std::string& text) { return BIO_write(bio_.get(), text.data(), static_cast<int>(text.size())) > 0; }

  // One answer: its head and, by Content-Length, its body.
  std::string ReadAnswer() {
    while (buffer_.find("\r\n\r\n") == std::string::npos && Fill()) {
    }
    const size_t head = buffer_.find("\r\n\r\n");
    if (head == std::string::npos) return std::exchange(buffer_, "");
    size_t length = 0;
    if (const size_t at = buffer_.find("Content-Length: "); at < head) length = std::stoul(buffer_.substr(at + 16));
    while (buffer_.size() < head + 4 + length && Fill()) {
    }
    const std::string answer = buffer_.substr(0, head + 4 + length);
    buffer_ = buffer_.size() > answer.size() ? buffer_.substr(answer.size()) : "";
    return answer;
  }
  // Everything until the server closes.
  std::string ReadAll() {
    while (Fill()) {
    }
    return std::exchange(buffer_, "");
  }

 private:
  bool Fill() {
    char bytes[4096];
    const int count = BIO_read(bio_.get(), bytes, sizeof(bytes));
    if (count > 0) buffer_.append(bytes, static_cast<size_t>(count));
    return count > 0;
  }

  struct FreeBio {
    void operator()(BIO* bio) const { BIO_free_all(bio); }
  };
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<BIO, FreeBio> bio_;
  bool connected_ = false;
  std::string buffer_;
};

class HttpServerTest : public ::testing::Test {
 protected:
  HttpServerTest() {
    signal(SIGPIPE, SIG_IGN);  // a client may write to a connection that the server has closed
    std::ofstream(ca_) << authority_.certificate();
    server_files_ = Files(authority_.Issue({.uris = {"spiffe://lianfang.local/service/portal"}}));
    limits_.header = limits_.body = limits_.handshake = absl::Milliseconds(300);
    limits_.header_bytes = 4096;
  }

  TlsFiles Files(const TestAuthority::Issued& issued) {
    const std::string name = TestFile(absl::StrCat(++files_));
    std::ofstream(name + ".crt") << issued.certificate;
    std::ofstream(name + ".key") << issued.key;
    return {name + ".crt", name + ".key", ca_};
  }

  // Answers each request with what it was.
  void Start(HttpHandler handler = nullptr) {
    if (handler == nullptr) {
      handler = [this](std::shared_ptr<HttpExchange> exchange) {
        exchange->ReadBody(most_, exchange->head().target, [exchange](absl::StatusOr<std::string> body) {
          const std::string text = body.ok() ? *body : absl::StrCat("refused: ", body.status().message());
          exchange->Reply({.status = body.ok() ? 200 : 400,
                           .fields = {{"x-bad", "a\r\nset-cookie: evil=1"}},
                           .body = absl::StrCat(exchange->head().method, " ", exchange->head().target, " [", text, "] ",
                                                exchange->peer().certificate.empty() ? "stranger" : "known")});
        });
      };
    }
    server_ = std::make_unique<HttpServer>(
        HttpServer::Options{.listen = "127.0.0.1:0", .tls = server_files_, .limits = limits_}, std::move(handler),
        metrics_);
    ASSERT_TRUE(server_->Start().ok());
  }

  const TestAuthority authority_;
  const std::string ca_ = TestFile("ca.crt");
  int files_ = 0;
  TlsFiles server_files_;
  HttpLimits limits_;
  size_t most_ = 100;
  Metrics metrics_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, AnswersRequestAfterRequestOnOneConnection) {
  Start();
  Client client(server_->port());
  for (int i = 0; i < 3; ++i) {
    client.Write("POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
    const std::string answer = client.ReadAnswer();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(answer, HasSubstr("POST /a?b=c [hello] stranger"));
    EXPECT_THAT(answer, HasSubstr("content-security-policy: default-src 'none'"));
  }
}

TEST_F(HttpServerTest, PipelinedRequestsAreAnsweredInOrder) {
  Start();
  Client client(server_->port());
  client.Write("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.ReadAnswer(), HasSubstr("GET /1 []"));
  EXPECT_THAT(client.ReadAnswer(), HasSubstr("GET /2 []"));
}

TEST_F(HttpServerTest, AFieldWithALineEndIsNotSent) {
  Start();
  Client client(server_->port());
  client.Write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.ReadAnswer(), Not(HasSubstr("evil")));
}

TEST_F(HttpServerTest, ACertificateIsSeenAndAnotherAuthoritysIsRefused) {
  Start();
  const TlsFiles person =
      Files(authority_.Issue({.uris = {"spiffe://lianfang.local/region/140581/department/hrss/role/office"}}));
  Client known(server_->port(), &person);
  known.Write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(known.ReadAnswer(), HasSubstr("known"));
  const TestAuthority other;
  const TlsFiles foreign =
      Files(other.Issue({.uris = {"spiffe://lianfang.local/region/140581/department/hrss/role/office"}}));
  Client stranger(server_->port(), &foreign);
  stranger.Write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(stranger.ReadAll(), IsEmpty());
}

TEST_F(HttpServerTest, WhatIsNoRequestIsRefused) {
  Start();
  const auto answered = [&](const std::string& request) {
    Client client(server_->port());
    client.Write(request);
    return client.ReadAll().substr(0, 12);
  };
  EXPECT_EQ(answered("nonsense\r\n\r\n"), "HTTP/1.1 400");
  EXPECT_EQ(answered("GET / HTTP/1.0\r\nHost: x\r\n\r\n"), "HTTP/1.1 505");
  EXPECT_EQ(answered("GET / HTTP/1.1\r\n\r\n"), "HTTP/1.1 400") << "no host";
  EXPECT_EQ(answered("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"), "HTTP/1.1 400");
  EXPECT_EQ(answered("GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n"), "HTTP/1.1 400");
  EXPECT_EQ(answered("GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n"), "HTTP/1.1 400");
  EXPECT_EQ(answered("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            "HTTP/1.1 400");
  EXPECT_EQ(answered("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
            "HTTP/1.1 400");
  EXPECT_EQ(answered("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"), "HTTP/1.1 400");
  EXPECT_EQ(answered("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(5000, 'a') + "\r\n\r\n"), "HTTP/1.1 431");
}

TEST_F(HttpServerTest, ABodyThatIsTooLongIsNotReadToItsEnd) {
  Start();
  Client declared(server_->port());
  declared.Write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n");
  EXPECT_THAT(declared.ReadAnswer(), HasSubstr("refused: the body may have 100 bytes"));
  Client chunked(server_->port());
  chunked.Write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n" + std::string(4096, 'a') +
                "\r\n");
  EXPECT_THAT(chunked.ReadAnswer(), HasSubstr("refused: the body may have 100 bytes"));
  Client fits(server_->port());
  fits.Write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_THAT(fits.ReadAnswer(), HasSubstr("[abcde]"));
}

// Whoever still sends has the answer all the same: the connection is not reset under it.
TEST_F(HttpServerTest, AnAnswerBeforeTheBodysEndArrives) {
  Start();
  for (int i = 0; i < 5; ++i) {
    Client client(server_->port());
    client.Write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n");
    for (int part = 0; part < 30; ++part) client.Write(std::string(100'000, 'a'));
    EXPECT_THAT(client.ReadAnswer(), HasSubstr("refused: the body may have 100 bytes"));
  }
}

TEST_F(HttpServerTest, WhoeverIsAskedToWaitWithTheBodyIsToldToGoOn) {
  Start();
  Client client(server_->port());
  client.Write("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_THAT(client.ReadAnswer(), StartsWith("HTTP/1.1 100"));
  client.Write("ok");
  EXPECT_THAT(client.ReadAnswer(), HasSubstr("[ok]"));
}

// Each sends a little, and then nothing: the server's patience ends, not the test's.
TEST_F(HttpServerTest, SlowClientsAreCutOff) {
  Start();
  Client head(server_->port());
  head.Write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
  EXPECT_THAT(head.ReadAll(), IsEmpty());
  Client body(server_->port());
  body.Write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nabc");
  EXPECT_THAT(body.ReadAll(), IsEmpty());
}

TEST_F(HttpServerTest, ConnectionsBeyondTheBoundAreClosed) {
  limits_.connections = 2;
  Start();
  Client one(server_->port()), two(server_->port()), three(server_->port());
  EXPECT_TRUE(one.connected());
  EXPECT_TRUE(two.connected());
  EXPECT_FALSE(three.connected());
}

TEST_F(HttpServerTest, AStreamIsSentPartByPartAndItsCallerMissed) {
  std::shared_ptr<HttpExchange> kept;
  absl::Notification began, gone;
  Start([&](std::shared_ptr<HttpExchange> exchange) {
    kept = exchange;
    exchange->BeginStream({.status = 200, .fields = {{"content-type", "application/connect+json"}}});
    exchange->OnGone([&gone](HttpExchange::Gone) { gone.Notify(); });
    exchange->Send("part one", [&began] { began.Notify(); });
  });
  {
    Client client(server_->port());
    client.Write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    EXPECT_THAT(client.ReadAnswer(), HasSubstr("Transfer-Encoding: chunked"));
    began.WaitForNotification();
    EXPECT_FALSE(gone.HasBeenNotified());
  }
  gone.WaitForNotification();
  kept->Send("late", nullptr);  // nobody's: no harm
}

TEST_F(HttpServerTest, TheBodiesOfOpenStreamsAreNotUnderWay) {
  limits_.body_bytes_under_way = 150;
  Start([](std::shared_ptr<HttpExchange> exchange) {
    exchange->ReadBody(100, "a", [exchange](const absl::StatusOr<std::string>& body) {
      exchange->BeginStream({.status = body.ok() ? 200 : 503, .fields = {}});
    });
  });
  const std::string request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n" + std::string(100, 'a');
  Client one(server_->port()), two(server_->port());
  one.Write(request);
  EXPECT_THAT(one.ReadAnswer(), StartsWith("HTTP/1.1 200"));
  two.Write(request);
  EXPECT_THAT(two.ReadAnswer(), StartsWith("HTTP/1.1 200"));
}

// The target stands for the caller.
TEST_F(HttpServerTest, OneCallerCannotHoldTheBodiesOfAll) {
  limits_.body_bytes_under_way = 1000;
  limits_.body_bytes_of_caller = 150;
  absl::Mutex mutex;
  std::vector<std::shared_ptr<HttpExchange>> held;
  Start([&](std::shared_ptr<HttpExchange> exchange) {
    exchange->ReadBody(100, exchange->head().target, [&, exchange](const absl::StatusOr<std::string>& body) {
      if (!body.ok()) {
        return exchange->Reply({.status = absl::IsResourceExhausted(body.status()) ? 429 : 503, .fields = {}});
      }
      absl::MutexLock lock(&mutex);
      held.push_back(exchange);
    });
  });
  const auto request = [](const std::string& caller) {
    return absl::StrCat("POST ", caller, " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n", std::string(100, 'a'));
  };
  const auto await = [&](size_t count) {
    absl::MutexLock lock(&mutex);
    const auto there = [&] { return held.size() == count; };
    mutex.Await(absl::Condition(&there));
  };
  Client one(server_->port()), two(server_->port()), other(server_->port());
  one.Write(request("/greedy"));
  await(1);
  two.Write(request("/greedy"));
  EXPECT_THAT(two.ReadAnswer(), StartsWith("HTTP/1.1 429"));
  other.Write(request("/other"));
  await(2);
  for (const auto& exchange : held) exchange->Reply({.status = 200, .fields = {}});
  EXPECT_THAT(one.ReadAnswer(), StartsWith("HTTP/1.1 200"));
  Client again(server_->port());
  again.Write(request("/greedy"));
  await(3);
  held.back()->Reply({.status = 200, .fields = {}});
  EXPECT_THAT(again.ReadAnswer(), StartsWith("HTTP/1.1 200"));
}

void SendForEver(const std::shared_ptr<HttpExchange>& exchange) {
  exchange->Send("part", [exchange] { SendForEver(exchange); });
}

// The end of a write may be waiting in the server's queue when the caller's end is seen.
TEST_F(HttpServerTest, CallersWhoLeaveAtAnyMomentHarmNothing) {
  Start([](std::shared_ptr<HttpExchange> exchange) {
    if (exchange->head().target == "/alive") return exchange->Reply({.status = 200, .fields = {}, .body = "alive"});
    exchange->BeginStream({.status = 200, .fields = {}});
    SendForEver(exchange);
    exchange->OnGone([exchange](HttpExchange::Gone) { exchange->EndStream("late"); });
  });
  for (int i = 0; i < 100; ++i) {
    Client client(server_->port());
    client.Write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    if (i % 3 > 0) client.ReadAnswer();
    if (i % 3 > 1) client.Write("more");
  }
  Client last(server_->port());
  last.Write("GET /alive HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(last.ReadAnswer(), HasSubstr("alive"));
}

TEST_F(HttpServerTest, AStreamThatEndsClosesItsConnection) {
  Start([&](std::shared_ptr<HttpExchange> exchange) {
    exchange->BeginStream({.status = 200, .fields = {}});
    exchange->Send("one", nullptr);
    exchange->EndStream("two");
  });
  Client client(server_->port());
  client.Write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  EXPECT_THAT(client.ReadAll(), HasSubstr("3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"));
}

TEST_F(HttpServerTest, WhileItQuiescesEachAnswerClosesItsConnection) {
  std::shared_ptr<HttpExchange> kept;
  absl::Notification there;
  Start([&](std::shared_ptr<HttpExchange> exchange) {
    kept = std::move(exchange);
    there.Notify();
  });
  Client busy(server_->port()), idle(server_->port());
  busy.Write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  there.WaitForNotification();
  server_->Quiesce();
  EXPECT_THAT(idle.ReadAll(), IsEmpty()) << "closed";
  kept->Reply({.status = 200, .fields = {}, .body = "done"});
  const std::string answer = busy.ReadAll();
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
  EXPECT_THAT(answer, HasSubstr("done"));
}

TEST_F(HttpServerTest, DrainingLetsRequestsEndAndTellsStreams) {
  std::shared_ptr<HttpExchange> request;
  absl::Notification there, told;
  Start([&](std::shared_ptr<HttpExchange> exchange) {
    if (exchange->head().target == "/stream") {
      exchange->BeginStream({.status = 200, .fields = {}});
      exchange->OnGone([&told, exchange](HttpExchange::Gone why) {
        EXPECT_EQ(why, HttpExchange::Gone::kDraining);
        exchange->EndStream("come again");
        told.Notify();
      });
      return;
    }
    request = std::move(exchange);
    there.Notify();
  });
  Client stream(server_->port()), call(server_->port());
  stream.Write("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  stream.ReadAnswer();
  call.Write("GET /call HTTP/1.1\r\nHost: x\r\n\r\n");
  there.WaitForNotification();
  std::thread draining([&] { server_->Drain(absl::Seconds(20)); });
  told.WaitForNotification();
  EXPECT_THAT(stream.ReadAll(), HasSubstr("come again"));
  request->Reply({.status = 200, .fields = {}, .body = "done"});
  EXPECT_THAT(call.ReadAll(), HasSubstr("done"));
  draining.join();
}

}  // namespace
}  // namespace lianfang::portal
