#include "services/portal/domain/openapi/openapi.h"

#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/portal/domain/json_writer.h"
#include "services/portal/domain/openapi/schema.h"

namespace lianfang::portal {
namespace {

constexpr char kError[] = "connect.error";

constexpr absl::string_view kErrorSchema =
    R"({"type":"object","description":"An error of the Connect protocol. )"
    R"(Details are messages of google.rpc: BadRequest names the fields at fault, ErrorInfo has )"
    R"(a reason for programs, LocalizedMessage the text for people.","required":["code"],)"
    R"("properties":{"code":{"type":"string"},"message":{"type":"string"},)"
    R"("details":{"type":"array","items":{"type":"object","required":["type","value"],)"
    R"("properties":{"type":{"type":"string"},"value":{"type":"string","contentEncoding":)"
    R"("base64"},"debug":{"type":"object"}}}}}})";

// Up to the first period that ends a sentence.
std::string FirstSentence(const std::string& comment) {
  const size_t end = comment.find(". ");
  return end == std::string::npos ? comment : comment.substr(0, end + 1);
}

void WriteParameters(const Method& method, const Catalogue& catalogue, JsonWriter& json) {
  json.Key("parameters").BeginArray();
  json.Raw(R"({"name":"Connect-Timeout-Ms","in":"header","description":"How long the caller waits, in milliseconds.",)"
           R"("schema":{"type":"string","pattern":"^[0-9]{1,10}$"}})");
  if (method.upstream.empty()) {
    json.BeginObject().Key("name").Value("lianfang-service").Key("in").Value("header").Key("required").Value(true);
    json.Key("description").Value("The service that is asked: several have this contract.");
    json.Key("schema").BeginObject().Key("type").Value("string").Key("enum").BeginArray();
    for (const std::string& service : catalogue.upstreams()) json.Value(service);
    json.EndArray().EndObject().EndObject();
  }
  json.EndArray();
}

// A unary body is the message; a stream's is envelopes, whose messages are named beside it.
void WriteContent(const Method& method, const google::protobuf::Descriptor& type, JsonWriter& json) {
  json.Key("content").BeginObject();
  if (method.server_stream()) {
    json.Key("application/connect+json").BeginObject().Key("schema").BeginObject();
    json.Key("type").Value("string").Key("format").Value("binary");
    json.Key("description")
        .Value("Envelopes of the Connect protocol: a byte of flags, four of length, the JSON of a message.");
    json.Key("x-message");
    WriteReference(type, json);
    json.EndObject().EndObject();
  } else {
    json.Key("application/json").BeginObject().Key("schema");
    WriteReference(type, json);
    json.EndObject();
  }
  json.EndObject();
}

void WriteMethod(const Method& method, const Catalogue& catalogue, JsonWriter& json) {
  const auto& descriptor = *method.descriptor;
  const std::string comment = CommentOf(descriptor);
  json.Key(method.path).BeginObject().Key("post").BeginObject();
  json.Key("operationId").Value(absl::StrReplaceAll(descriptor.full_name(), {{".", "_"}}));
  json.Key("tags").BeginArray().Value(descriptor.service()->full_name()).EndArray();
  json.Key("summary").Value(FirstSentence(comment));
  json.Key("description")
      .Value(absl::StrCat(
          comment, method.asks_fresh_login ? " Within a session, asks for a login of the last five minutes." : ""));
  if (method.for_strangers) json.Key("security").BeginArray().EndArray();
  WriteParameters(method, catalogue, json);
  json.Key("requestBody").BeginObject().Key("required").Value(true);
  WriteContent(method, *descriptor.input_type(), json);
  json.EndObject();
  json.Key("responses").BeginObject().Key("200").BeginObject().Key("description").Value("The answer.");
  WriteContent(method, *descriptor.output_type(), json);
  json.EndObject().Key("default").BeginObject().Key("description").Value("An error.").Key("content").BeginObject();
  json.Key("application/json").BeginObject().Key("schema").BeginObject();
  json.Key("$ref").Value(absl::StrCat("#/components/schemas/", kError));
  json.EndObject().EndObject().EndObject().EndObject().EndObject();
  json.EndObject().EndObject();
}

void WriteTags(const Catalogue& catalogue, JsonWriter& json) {
  std::set<std::string> written;
  json.Key("tags").BeginArray();
  for (const auto& [path, method] : catalogue.methods()) {
    const auto& service = *method.descriptor->service();
    if (!written.insert(service.full_name()).second) continue;
    json.BeginObject().Key("name").Value(service.full_name()).Key("description").Value(CommentOf(service)).EndObject();
  }
  json.EndArray();
}

void WriteSchemas(const Catalogue& catalogue, JsonWriter& json) {
  std::vector<const google::protobuf::Descriptor*> types;
  for (const auto& [path, method] : catalogue.methods()) {
    types.push_back(method.descriptor->input_type());
    types.push_back(method.descriptor->output_type());
  }
  json.Key("schemas").BeginObject();
  json.Key(kError).Raw(kErrorSchema);
  for (const auto& [name, type] : Reachable(types)) {
    json.Key(name);
    WriteMessage(*type, json);
  }
  json.EndObject();
}

}  // namespace

std::string OpenApi(const Catalogue& catalogue, absl::string_view origin) {
  JsonWriter json;
  json.BeginObject().Key("openapi").Value("3.1.0");
  json.Key("info").BeginObject().Key("title").Value("联防 Lianfang").Key("version").Value("v1");
  json.Key("description")
      .Value(
          "The RPCs of the suite as JSON over HTTP (the Connect protocol). A program shows its client certificate; a "
          "person's browser "
          "has a session. Every mutation takes a requestId: a repeat answers the first response.");
  json.EndObject();
  json.Key("servers").BeginArray().BeginObject().Key("url").Value(origin).EndObject().EndArray();
  json.Key("security").Raw(R"([{"certificate":[]},{"session":[]}])");
  WriteTags(catalogue, json);
  json.Key("paths").BeginObject();
  for (const auto& [path, method] : catalogue.methods()) WriteMethod(method, catalogue, json);
  json.EndObject();
  json.Key("components").BeginObject();
  json.Key("securitySchemes")
      .Raw(
          R"({"certificate":{"type":"mutualTLS"},"session":{"type":"apiKey","in":"cookie","name":"__Host-lianfang"}})");
  WriteSchemas(catalogue, json);
  json.EndObject().EndObject();
  return json.text();
}

}  // namespace lianfang::portal
