#include "services/portal/store/redis_commands.h"

#include <hiredis/hiredis.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log.h"
#include "common/secret_file.h"

namespace lianfang::portal {
namespace {

constexpr timeval kTimeout{1, 0};
constexpr size_t kMostIdle = 16;

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

// Null where the connection is of no use any more.
Reply Send(redisContext& context, const std::vector<std::string>& words) {
  std::vector<const char*> arguments;
  std::vector<size_t> lengths;
  for (const std::string& word : words) {
    arguments.push_back(word.data());
    lengths.push_back(word.size());
  }
  return Reply(static_cast<redisReply*>(
      redisCommandArgv(&context, static_cast<int>(words.size()), arguments.data(), lengths.data())));
}

bool IsText(const redisReply& reply) { return reply.type == REDIS_REPLY_STRING || reply.type == REDIS_REPLY_STATUS; }

RedisReply Read(const redisReply& reply) {
  RedisReply read;
  if (IsText(reply)) read.text.emplace(reply.str, reply.len);
  if (reply.type == REDIS_REPLY_INTEGER) read.number = reply.integer;
  if (reply.type == REDIS_REPLY_ARRAY) {
    for (size_t i = 0; i < reply.elements; ++i) {
      const redisReply& element = *reply.element[i];
      read.items.push_back(IsText(element) ? std::string(element.str, element.len) : "");
    }
  }
  return read;
}

absl::Status Away() { return absl::UnavailableError("the store of sessions does not answer"); }

}  // namespace

void RedisCommands::FreeContext::operator()(redisContext* context) const { redisFree(context); }

RedisCommands::RedisCommands(RedisAddress address) : address_(std::move(address)) {}

RedisCommands::~RedisCommands() = default;

RedisCommands::Context RedisCommands::Connect() const {
  Context context(redisConnectWithTimeout(address_.host.c_str(), address_.port, kTimeout));
  if (context == nullptr || context->err != 0) return nullptr;
  redisSetTimeout(context.get(), kTimeout);
  const std::string password =
      address_.password_file.empty() ? address_.password : ReadSecret(address_.password_file).value_or("");
  const auto done = [&](const std::vector<std::string>& words) {
    const Reply reply = Send(*context, words);
    return reply != nullptr && reply->type != REDIS_REPLY_ERROR;
  };
  if (!password.empty() && !done({"AUTH", password})) return nullptr;
  if (address_.database != 0 && !done({"SELECT", absl::StrCat(address_.database)})) return nullptr;
  return context;
}

RedisCommands::Context RedisCommands::Borrow() {
  absl::MutexLock lock(&mutex_);
  if (idle_.empty()) return nullptr;
  Context context = std::move(idle_.back());
  idle_.pop_back();
  return context;
}

void RedisCommands::Return(Context context) {
  absl::MutexLock lock(&mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(context));
}

absl::StatusOr<RedisReply> RedisCommands::Run(const std::vector<std::string>& words) {
  // A connection that was kept may have ended meanwhile; then a new one is tried, once. No command here does harm when it is run twice but
  // GETDEL, whose lost answer costs a login that is asked for again.
  for (Context context = Borrow();; context = nullptr) {
    const bool kept = context != nullptr;
    if (!kept) context = Connect();
    if (context == nullptr) return Away();
    const Reply reply = Send(*context, words);
    if (reply == nullptr && kept) continue;
    if (reply == nullptr) return Away();
    if (reply->type == REDIS_REPLY_ERROR) {
      Log(LogLevel::kWarning, "redis_refused", {{"command", words.front()}, {"answer", {reply->str, reply->len}}});
      return Away();
    }
    RedisReply read = Read(*reply);
    Return(std::move(context));
    return read;
  }
}

}  // namespace lianfang::portal
