// Parameters by name: the statement as it is sent, and the binary forms as PostgreSQL reads them.
#include "common/pg/parameters.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "common/pg/time.h"
#include "common/pg/transaction.h"
#include "common/testing/environment.h"

namespace lianfang {
namespace {

TEST(NamedQueryTest, NamesBecomeNumbersAndCastsStay) {
  const NamedQuery query("q", "SELECT :plan::text, :first_2::bigint[] WHERE x = :plan::text");
  EXPECT_STREQ(query.numbered().sql, "SELECT $1::text, $2::bigint[] WHERE x = $1::text");
  EXPECT_EQ(query.names(), (std::vector<std::string>{"plan", "first_2"}));
}

TEST(NamedQueryTest, AParameterWithoutANameIsAFault) { EXPECT_THROW(NamedQuery("q", "SELECT : 1"), std::logic_error); }

TEST(NamedParametersTest, WhatIsNotBoundOrBoundTwiceIsAFault) {
  const NamedQuery query("q", "SELECT :a::text");
  NamedParameters parameters;
  EXPECT_THROW(parameters.For(query), std::logic_error);
  parameters.Bind("a", "x");
  EXPECT_EQ(parameters.For(query).size(), 1u);
  EXPECT_THROW(parameters.Bind("a", "y"), std::logic_error);
}

TEST(NamedParametersTest, PostgreSqlReadsWhatWasBound) {
  const NamedQuery query("test_parameters",
                         "SELECT :number::bigint, :text::text, :numbers::bigint[]::text, :texts::text[]::text, "
                         ":none::text[]::text, (extract(epoch FROM :time::timestamptz) * 1000000)::bigint, "
                         "isfinite(:never::timestamptz), encode(:bytes::bytea, 'hex'), "
                         "(SELECT count(*) FROM unnest(:times::timestamptz[]))");
  const absl::Time before_2000 = absl::FromUnixMicros(-1234567);
  NamedParameters parameters;
  parameters.Bind("number", int64_t{-5})
      .Bind("text", "煤矿 \"x\"")
      .Bind("numbers", std::vector<int64_t>{1, -2})
      .Bind("texts", std::vector<std::string>{"a,b", "", "\\"})
      .Bind("none", std::vector<std::string>{})
      .Bind("time", before_2000)
      .Bind("never", absl::InfiniteFuture())
      .BindBytes("bytes", absl::string_view("\0\xff", 2))
      .Bind("times", std::vector<absl::Time>{before_2000, absl::InfinitePast()});
  PgPool::Options options;
  options.url = RequiredVariable("LIANFANG_TEST_DATABASE_URL");
  options.size = 1;
  PgPool pool(options);
  const absl::Status read = RunReads(pool, absl::Now() + absl::Seconds(20), [&](PgTransaction& reads) {
    const pqxx::row row = reads.Execute(query, parameters).at(0);
    EXPECT_EQ(row[0].as<int64_t>(), -5);
    EXPECT_EQ(row[1].as<std::string>(), "煤矿 \"x\"");
    EXPECT_EQ(row[2].as<std::string>(), "{1,-2}");
    EXPECT_EQ(row[3].as<std::string>(), R"({"a,b","","\\"})");
    EXPECT_EQ(row[4].as<std::string>(), "{}");
    EXPECT_EQ(FromPgMicros(row[5].as<int64_t>()), before_2000);
    EXPECT_FALSE(row[6].as<bool>());
    EXPECT_EQ(row[7].as<std::string>(), "00ff");
    EXPECT_EQ(row[8].as<int>(), 2);
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
}

}  // namespace
}  // namespace lianfang
