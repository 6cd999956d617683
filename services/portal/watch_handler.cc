#include "services/portal/watch_handler.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/rpc/trace.h"
#include "services/portal/domain/http/same_origin.h"
#include "services/portal/domain/json_writer.h"
#include "services/portal/domain/session/session_rules.h"
#include "services/portal/stream_relay.h"

namespace lianfang::portal {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr size_t kLongestWatchRequest = 256 << 10;
constexpr int kMostWatches = 16;
constexpr size_t kLongestId = 64;

// The text under a key; empty where it is no text.
std::string TextOf(const Struct& object, const char* key) {
  const auto found = object.fields().find(key);
  return found == object.fields().end() ? "" : found->second.string_value();
}

std::string Prefix(const std::string& id) {
  JsonWriter json;
  json.BeginObject();
  json.Key("id").Value(id);
  return json.text();
}

HttpReply StreamHead() {
  return {.status = 200, .fields = {{"content-type", "application/connect+json"}, {"cache-control", "no-store"}}};
}

void EndStreamWith(HttpExchange& exchange, const absl::Status& status) {
  const google::rpc::Status error = ToRpcStatus(status);
  HttpReply reply = StreamHead();
  reply.body = EndEnvelope(&error);
  exchange.Reply(std::move(reply));
}

}  // namespace

void WatchHandler::Handle(std::shared_ptr<HttpExchange> exchange) const {
  const HttpHead& head = exchange->head();
  if (head.method != "POST") return ReplyError(*exchange, absl::UnimplementedError("a watch is a POST"), 405);
  const auto form = FormOf(head.Value("content-type"));
  if (!form.has_value() || !form->stream || form->codec != Codec::kJson) {
    return ReplyError(*exchange, absl::InvalidArgumentError("the content type must be application/connect+json"), 415);
  }
  if (absl::Status same = CheckSameOrigin(head); !same.ok()) return ReplyError(*exchange, same);
  if (const auto read = ReadForm(head, *form); !read.ok()) return EndStreamWith(*exchange, read.status());
  OnWorker(context_, exchange, [this, exchange] {
    auto caller = Admit(*exchange);
    if (!caller.ok()) return EndStreamWith(*exchange, caller.status());
    const std::string key = caller->key();
    exchange->ReadBody(kLongestWatchRequest, key,
                       [this, exchange, caller = *std::move(caller)](absl::StatusOr<std::string> body) {
                         if (!body.ok()) return EndStreamWith(*exchange, body.status());
                         // A long request of JSON takes a while to be read: not on the server's threads.
                         OnWorker(context_, exchange, [this, exchange, caller, body = *std::move(body)] {
                           auto watches = Read(body, caller);
                           if (!watches.ok()) return EndStreamWith(*exchange, watches.status());
                           Run(exchange, caller, *std::move(watches));
                         });
                       });
  });
}

absl::StatusOr<PortalCaller> WatchHandler::Admit(HttpExchange& exchange) const {
  auto visitor = context_.callers.Visit(exchange.head(), exchange.peer());
  if (!visitor.ok()) return visitor.status();
  auto caller = context_.callers.Caller(exchange.head(), *visitor, SessionStore::Use::kRenew);
  if (!caller.ok()) return caller;
  if (absl::Status taken = TakeToken(context_.calls, caller->key(), context_.clock); !taken.ok()) return taken;
  return caller;
}

absl::StatusOr<std::vector<WatchHandler::Watch>> WatchHandler::Read(const std::string& body,
                                                                    const PortalCaller& caller) const {
  auto message = OnlyMessage(body);
  if (!message.ok()) return message.status();
  Struct request;
  if (!google::protobuf::util::JsonStringToMessage(*message, &request).ok()) {
    return absl::InvalidArgumentError("the body is no JSON object");
  }
  const auto list = request.fields().find("watches");
  const int count = list == request.fields().end() ? 0 : list->second.list_value().values_size();
  if (count < 1 || count > kMostWatches) {
    return InvalidField("watches", absl::StrCat("must have 1 to ", kMostWatches, " elements, has ", count));
  }
  const std::string traceparent = ContinueTrace("").ToHeader();
  std::vector<Watch> watches;
  std::set<std::string> ids;
  FieldViolations faults;
  for (int i = 0; i < count; ++i) {
    const Struct& asked = list->second.list_value().values(i).struct_value();
    Watch watch = ReadOne(asked, absl::StrCat("watches[", i, "]."), faults);
    if (!ids.insert(watch.id).second) faults.Add(absl::StrCat("watches[", i, "].id"), "is there twice");
    watch.call.metadata = ForwardedAs(caller);
    watch.call.metadata.emplace_back(kTraceparent, traceparent);
    watches.push_back(std::move(watch));
  }
  if (!faults.empty()) return faults.ToStatus();
  return watches;
}

// What is wrong is added to the faults.
WatchHandler::Watch WatchHandler::ReadOne(const Struct& asked, const std::string& at, FieldViolations& faults) const {
  Watch watch{.id = TextOf(asked, "id"), .method = context_.catalogue.Find("/" + TextOf(asked, "method")), .call = {}};
  if (watch.id.empty() || watch.id.size() > kLongestId) {
    faults.Add(at + "id", absl::StrCat("must have 1 to ", kLongestId, " bytes"));
  }
  if (watch.method == nullptr || !watch.method->server_stream()) {
    faults.Add(at + "method",
               "must be a server stream that the portal passes on, such as lianfang.duty.v1.DutyService/WatchDuties");
    return watch;
  }
  const auto service = rpcs_.ServiceOf(*watch.method, TextOf(asked, "service"));
  if (!service.ok()) faults.Add(at + "service", "must name the service that is asked");
  std::string json;
  const auto request = asked.fields().find("request");
  if (request == asked.fields().end() || !google::protobuf::util::MessageToJsonString(request->second, &json).ok()) {
    json = request == asked.fields().end() ? "{}" : "null";
  }
  const auto bytes = context_.catalogue.ToBytes(*watch.method->descriptor->input_type(), json);
  if (!bytes.ok()) faults.Add(at + "request", bytes.status().message());
  if (service.ok() && bytes.ok()) watch.call = {.service = *service, .path = watch.method->path, .request = *bytes};
  return watch;
}

// Each of the streams ends by itself; the answer ends with the last of them.
void WatchHandler::Run(std::shared_ptr<HttpExchange> exchange, PortalCaller caller, std::vector<Watch> watches) const {
  StreamRelay::Parts parts;
  const Method* const first = watches.front().method;
  for (Watch& watch : watches) {
    const auto* type = watch.method->descriptor->output_type();
    parts.sources.push_back(
        {.call = std::move(watch.call),
         .form = [this, type, prefix = Prefix(watch.id)](std::string message) -> absl::StatusOr<std::string> {
           auto json = context_.catalogue.ToJson(*type, message);
           if (!json.ok()) return json.status();
           return Envelope(absl::StrCat(prefix, ",\"message\":", *json, "}"));
         },
         .form_end =
             [prefix = Prefix(watch.id)](const absl::Status& status) {
               return Envelope(
                   absl::StrCat(prefix, ",\"end\":", status.ok() ? "{}" : ErrorJson(ToRpcStatus(status)), "}"));
             }});
  }
  parts.recheck = [this, exchange](std::function<void(absl::Status)> then) {
    Recheck(context_, exchange, std::move(then));
  };
  parts.recheck_after = context_.recheck_after;
  parts.form_last = [](const absl::Status&) { return EndEnvelope(nullptr); };
  const absl::Time start = absl::Now();
  parts.ended = [this, first, caller = std::move(caller), start](const absl::Status& status) {
    rpcs_.Record(*first, caller, "", start, status);
  };
  StreamRelay::Run(std::move(exchange), StreamHead(), context_.upstreams, std::move(parts));
}

}  // namespace lianfang::portal
