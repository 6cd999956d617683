// Tests of the portal's handlers: requests, and what a handler answered.
#ifndef LIANFANG_SERVICES_PORTAL_TESTING_PORTAL_FIXTURE_H_
#define LIANFANG_SERVICES_PORTAL_TESTING_PORTAL_FIXTURE_H_

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/testing/test_file.h"
#include "services/portal/domain/session/session_rules.h"
#include "services/portal/testing/fake_exchange.h"
#include "services/portal/testing/portal_world.h"

namespace lianfang::portal {

class PortalTest : public ::testing::Test, protected PortalWorld {
 protected:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  PortalTest() : PortalWorld({.ca = TestFile("ca.crt"), .denied = TestFile("denied")}) {}

  TestAuthority::Issued Certificate(const std::string& uri, const std::string& serial = "01") {
    return authority_.Issue({.uris = {uri}, .serial = serial});
  }

  std::shared_ptr<FakeExchange> Send(const std::string& method, const std::string& target, Fields fields,
                                     const std::string& body = "",
                                     HttpPeer peer = {.address = "203.0.113.5", .certificate = "", .chain = ""}) {
    fields.emplace_back("host", "portal.example");
    auto exchange = std::make_shared<FakeExchange>(HttpHead{method, target, std::move(fields)}, std::move(peer), body);
    router_->Handle(exchange);
    return exchange;
  }
  std::shared_ptr<FakeExchange> Post(const std::string& target, Fields fields, const std::string& body = "{}") {
    fields.emplace_back("content-type", "application/json");
    return Send("POST", target, std::move(fields), body);
  }

  static std::string FieldOf(const HttpReply& reply, const std::string& name) {
    for (const auto& [field, value] : reply.fields) {
      if (field == name) return value;
    }
    return "";
  }

  static std::string MetadataOf(const UpstreamCall& call, const std::string& name) {
    for (const auto& [field, value] : call.metadata) {
      if (field == name) return value;
    }
    return "";
  }
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_TESTING_PORTAL_FIXTURE_H_
