#include "cli/paging.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "lianfang/submission/v1/plan_service.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::ListPlansRequest;
using submission::v1::ListPlansResponse;

// Three pages: tokens "", "1", "2"; plan n on page n.
class Pages {
 public:
  absl::StatusOr<ListPlansResponse> operator()(const ListPlansRequest& request) {
    tokens.push_back(request.page_token());
    if (request.page_token() == failing) return absl::UnavailableError("away");
    const int page = request.page_token().empty() ? 0 : std::stoi(request.page_token());
    ListPlansResponse response;
    response.add_plans()->set_name("plans/" + std::to_string(page));
    if (page < 2) response.set_next_page_token(std::to_string(page + 1));
    return response;
  }

  std::string failing = "none";
  std::vector<std::string> tokens;
};

TEST(FollowPages, JoinsAllPages) {
  Pages pages;
  auto all = FollowPages<ListPlansResponse>(ListPlansRequest(), std::ref(pages));
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->plans_size(), 3);
  EXPECT_EQ(all->plans(2).name(), "plans/2");
  EXPECT_EQ(all->next_page_token(), "");
  EXPECT_EQ(pages.tokens, (std::vector<std::string>{"", "1", "2"}));
}

TEST(FollowPages, StartsWhereTheRequestSays) {
  Pages pages;
  ListPlansRequest request;
  request.set_page_token("1");
  auto rest = FollowPages<ListPlansResponse>(request, std::ref(pages));
  ASSERT_TRUE(rest.ok());
  EXPECT_EQ(rest->plans_size(), 2);
}

TEST(FollowPages, StopsAfterOnePageOfAGivenSize) {
  Pages pages;
  ListPlansRequest request;
  request.set_page_size(1);
  auto page = FollowPages<ListPlansResponse>(request, std::ref(pages));
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->plans_size(), 1);
  EXPECT_EQ(page->next_page_token(), "1");
}

TEST(FollowPages, AnswersNoHalfList) {
  Pages pages;
  pages.failing = "2";
  EXPECT_TRUE(absl::IsUnavailable(FollowPages<ListPlansResponse>(ListPlansRequest(), std::ref(pages)).status()));
}

}  // namespace
}  // namespace lianfang::cli
