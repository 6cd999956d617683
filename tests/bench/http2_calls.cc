#include "tests/bench/http2_calls.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace lianfang::bench {
namespace {

constexpr size_t kPrefix = 5;          // before a message: 0 for not compressed, and its length
constexpr int32_t kWindow = 16 << 20;  // what the server may send before it is told to go on
constexpr char kTimeout[] = "30S";

// A message as gRPC sends it over HTTP/2.
std::string Framed(const std::string& message) {
  std::string framed(kPrefix, '\0');
  const uint32_t length = htonl(static_cast<uint32_t>(message.size()));
  std::memcpy(framed.data() + 1, &length, sizeof(length));
  return framed + message;
}

// The texts outlive the call that they are given to.
nghttp2_nv Header(absl::string_view name, absl::string_view value) {
  const auto bytes = [](absl::string_view text) {
    return const_cast<uint8_t*>(reinterpret_cast<const uint8_t*>(text.data()));
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

absl::string_view Text(const uint8_t* bytes, size_t size) { return {reinterpret_cast<const char*>(bytes), size}; }

}  // namespace

void Http2Calls::Call::TakeHeader(absl::string_view name, absl::string_view value) {
  int code = 0;
  if (name == "grpc-status" && absl::SimpleAtoi(value, &code)) status = code;
  if (name == "grpc-message") said = std::string(value);
}

absl::StatusOr<std::string> Http2Calls::Call::Answer() const {
  if (!status.has_value()) return absl::UnavailableError("the server has ended the call without a status");
  if (*status != 0) return absl::Status(static_cast<absl::StatusCode>(*status), said);
  if (body.size() < kPrefix) return absl::InternalError("no message was answered");
  return body.substr(kPrefix);
}

Http2Calls::Http2Calls(std::unique_ptr<TlsSocket> socket, std::string authority, std::string path)
    : socket_(std::move(socket)), authority_(std::move(authority)), path_(std::move(path)) {
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_session_callbacks_new(&callbacks);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, &OnHeader);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, &OnData);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, &OnClose);
  nghttp2_session_client_new(&session_, callbacks, this);
  nghttp2_session_callbacks_del(callbacks);
  const nghttp2_settings_entry window{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kWindow};
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, &window, 1);
  nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, kWindow);
}

Http2Calls::~Http2Calls() { nghttp2_session_del(session_); }

void Http2Calls::Start(const std::string& message, Done done) {
  if (!ended_.ok()) return done(ended_);
  auto call = std::make_unique<Call>(Call{Framed(message), std::move(done)});
  const nghttp2_nv headers[] = {Header(":method", "POST"),       Header(":scheme", "https"),
                                Header(":path", path_),          Header(":authority", authority_),
                                Header("te", "trailers"),        Header("content-type", "application/grpc"),
                                Header("grpc-timeout", kTimeout)};
  const nghttp2_data_provider body{{.ptr = call.get()}, &ReadRequest};
  const int32_t stream = nghttp2_submit_request(session_, nullptr, headers, std::size(headers), &body, nullptr);
  if (stream < 0) return call->done(absl::UnavailableError(nghttp2_strerror(stream)));  // the server is going
  calls_.emplace(stream, std::move(call));
}

void Http2Calls::Send() {
  if (!ended_.ok()) return;
  std::string bytes;
  const uint8_t* chunk = nullptr;
  ssize_t count = 0;
  while ((count = nghttp2_session_mem_send(session_, &chunk)) > 0) {
    absl::StrAppend(&bytes, Text(chunk, static_cast<size_t>(count)));
  }
  absl::Status sent =
      count < 0 ? absl::InternalError(nghttp2_strerror(static_cast<int>(count))) : socket_->Write(bytes);
  if (!sent.ok()) Abandon(std::move(sent));
}

void Http2Calls::Receive() {
  while (ended_.ok()) {
    const auto bytes = socket_->Read();
    if (bytes.ok() && bytes->empty()) break;
    absl::Status taken = bytes.ok() ? Take(*bytes) : bytes.status();
    if (!taken.ok()) Abandon(std::move(taken));
  }
  const bool over = nghttp2_session_want_read(session_) == 0 && nghttp2_session_want_write(session_) == 0;
  if (over && ended_.ok()) Abandon(absl::UnavailableError("the server is going"));
}

absl::Status Http2Calls::Take(absl::string_view bytes) {
  const ssize_t taken =
      nghttp2_session_mem_recv(session_, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  return taken < 0 ? absl::InternalError(nghttp2_strerror(static_cast<int>(taken))) : absl::OkStatus();
}

void Http2Calls::Abandon(absl::Status why) {
  ended_ = std::move(why);
  socket_.reset();
  for (auto& [stream, call] : std::exchange(calls_, {})) call->done(ended_);
}

Http2Calls::Call* Http2Calls::Find(int32_t stream) {
  const auto call = calls_.find(stream);
  return call == calls_.end() ? nullptr : call->second.get();
}

ssize_t Http2Calls::ReadRequest(nghttp2_session*, int32_t, uint8_t* out, size_t room, uint32_t* flags,
                                nghttp2_data_source* source, void*) {
  Call& call = *static_cast<Call*>(source->ptr);
  const size_t count = std::min(room, call.request.size() - call.sent);
  std::memcpy(out, call.request.data() + call.sent, count);
  call.sent += count;
  if (call.sent == call.request.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(count);
}

// Trailers too.
int Http2Calls::OnHeader(nghttp2_session*, const nghttp2_frame* frame, const uint8_t* name, size_t name_size,
                         const uint8_t* value, size_t value_size, uint8_t, void* self) {
  Call* const call = static_cast<Http2Calls*>(self)->Find(frame->hd.stream_id);
  if (call != nullptr) call->TakeHeader(Text(name, name_size), Text(value, value_size));
  return 0;
}

int Http2Calls::OnData(nghttp2_session*, uint8_t, int32_t stream, const uint8_t* data, size_t size, void* self) {
  Call* const call = static_cast<Http2Calls*>(self)->Find(stream);
  if (call != nullptr) absl::StrAppend(&call->body, Text(data, size));
  return 0;
}

int Http2Calls::OnClose(nghttp2_session*, int32_t stream, uint32_t, void* self) {
  const auto ended = static_cast<Http2Calls*>(self)->calls_.extract(stream);
  if (!ended.empty()) ended.mapped()->done(ended.mapped()->Answer());
  return 0;
}

}  // namespace lianfang::bench
