// A small plan, what it asks for, and what is filed, for tests of files: emergency owes two industries in two periods
// of one region; 2021 asks for one figure more than 2019.
#ifndef LIANFANG_CLI_IMPORT_TESTING_SAMPLE_H_
#define LIANFANG_CLI_IMPORT_TESTING_SAMPLE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "cli/import/rows.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::cli {

type::v1::Plan SamplePlan();

// 2019 and 2021 for coal-mining and construction: figures accidents and deaths; in 2021 trained besides, which may be
// not applicable.
ObligationList SampleObligations();

// `plans/sample/obligations/{period}-140581-{industry}`.
std::string SampleObligation(absl::string_view period, absl::string_view industry);

// Revision 1 of the return for 2019, coal-mining: 3 accidents, 1 death.
submission::v1::Return SampleReturn();

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_TESTING_SAMPLE_H_
