#include "common/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "common/setting.h"
#include "common/testing/test_file.h"

namespace lianfang {
namespace {

using ::testing::HasSubstr;

// The settings that a service cannot do without.
std::vector<std::string> RequiredFlags() {
  return {"--listen",  "a:1", "--health-listen", "a:2", "--tls-cert",     "c",
          "--tls-key", "k",   "--tls-ca",        "r",   "--database-url", "postgresql://u:p@h:5/d"};
}

// Parses like a service's main; the error is empty when all is well.
class ConfigTest : public ::testing::Test {
 protected:
  ~ConfigTest() override {
    for (const char* variable :
         {"LIANFANG_CONFIG", "LIANFANG_REDIS_URL", "LIANFANG_DRAIN_DELAY", "LIANFANG_REFLECTION"})
      unsetenv(variable);
  }

  std::string Parse(std::vector<std::string> arguments) {
    CLI::App app("test");
    AddProcessSettings(app, config_);
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants a vector
    try {
      app.parse(std::move(arguments));
      return "";
    } catch (const CLI::Error& error) {
      return error.what();
    }
  }

  std::string WriteFile(const std::string& text) {
    const std::string path = TestFile("settings.conf");
    std::ofstream(path) << text;
    return path;
  }

  ProcessConfig config_;
};

TEST_F(ConfigTest, TrustedProxiesAreAListOfIds) {
  std::vector<std::string> arguments = RequiredFlags();
  EXPECT_EQ(Parse(arguments), "");
  EXPECT_THAT(config_.server.trusted_proxies, testing::IsEmpty());
  arguments.insert(arguments.end(), {"--trusted-proxies", "edge,portal"});
  EXPECT_EQ(Parse(arguments), "");
  EXPECT_THAT(config_.server.trusted_proxies, testing::ElementsAre("edge", "portal"));
  arguments.back() = "edge,Portal";
  EXPECT_THAT(Parse(arguments), HasSubstr("\"Portal\" is no id of a service"));
}

TEST_F(ConfigTest, FlagBeforeEnvironmentBeforeFile) {
  const std::string file = WriteFile("redis-url=redis://file:1\nworkers=3\nqueue=7\n");
  setenv("LIANFANG_CONFIG", file.c_str(), 1);
  setenv("LIANFANG_REDIS_URL", "redis://environment:1", 1);
  std::vector<std::string> arguments = RequiredFlags();
  arguments.insert(arguments.end(), {"--queue", "9"});
  ASSERT_EQ(Parse(arguments), "");
  EXPECT_EQ(config_.redis_url, "redis://environment:1");
  EXPECT_EQ(config_.server.workers.threads, 3);
  EXPECT_EQ(config_.server.workers.queue, 9u);
}

TEST_F(ConfigTest, FileAloneMaySayEverything) {
  const std::string file = WriteFile(
      "# secrets and all\n\nlisten=a:1\nhealth-listen=a:2\ntls-cert=c\n tls-key = k\ntls-ca=r\n"
      "database-url=postgresql://u:a#b,c d=e@h:5/d?sslmode=verify-full&application_name=x\n");
  ASSERT_EQ(Parse({"--config", file}), "");
  EXPECT_EQ(config_.database_url, "postgresql://u:a#b,c d=e@h:5/d?sslmode=verify-full&application_name=x");
  EXPECT_EQ(config_.server.tls.key, "k");
}

TEST_F(ConfigTest, FileThatIsNotThereIsAnError) {
  setenv("LIANFANG_CONFIG", "/nonexistent/service.conf", 1);
  EXPECT_THAT(Parse(RequiredFlags()), HasSubstr("/nonexistent/service.conf"));
}

TEST_F(ConfigTest, UnknownNameInTheFileIsAnError) {
  setenv("LIANFANG_CONFIG", WriteFile("redis-ulr=redis://file:1\n").c_str(), 1);
  EXPECT_THAT(Parse(RequiredFlags()), HasSubstr("redis-ulr"));
}

TEST_F(ConfigTest, ReflectionIsOnlyForThoseWhoAsk) {
  ASSERT_EQ(Parse(RequiredFlags()), "");
  EXPECT_FALSE(config_.server.reflection);
  setenv("LIANFANG_REFLECTION", "true", 1);
  ASSERT_EQ(Parse(RequiredFlags()), "");
  EXPECT_TRUE(config_.server.reflection);
}

TEST_F(ConfigTest, MemoryIsInMebibytes) {
  std::vector<std::string> arguments = RequiredFlags();
  ASSERT_EQ(Parse(arguments), "");
  EXPECT_EQ(config_.server.transport_bytes, size_t{64} << 20);
  arguments.insert(arguments.end(), {"--transport-memory", "100"});
  ASSERT_EQ(Parse(arguments), "");
  EXPECT_EQ(config_.server.transport_bytes, size_t{100} << 20);
}

TEST_F(ConfigTest, QuotasAreSettings) {
  std::vector<std::string> arguments = RequiredFlags();
  arguments.insert(arguments.end(), {"--calls-per-caller", "7", "--streams", "50", "--streams-per-caller", "5"});
  ASSERT_EQ(Parse(arguments), "");
  EXPECT_EQ(config_.server.quotas.calls_per_caller, 7u);
  EXPECT_EQ(config_.server.quotas.streams, 50u);
  EXPECT_EQ(config_.server.quotas.streams_per_caller, 5u);
}

TEST_F(ConfigTest, DurationsAreSecondsAndComeFromTheEnvironmentToo) {
  setenv("LIANFANG_DRAIN_DELAY", "2.5", 1);
  std::vector<std::string> arguments = RequiredFlags();
  arguments.insert(arguments.end(), {"--connection-age", "30"});
  ASSERT_EQ(Parse(arguments), "");
  EXPECT_EQ(config_.server.drain_delay, absl::Milliseconds(2500));
  EXPECT_EQ(config_.server.max_connection_age, absl::Seconds(30));
  EXPECT_EQ(config_.server.drain_limit, absl::Seconds(20));
}

}  // namespace
}  // namespace lianfang
