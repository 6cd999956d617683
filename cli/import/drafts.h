// What is to be filed for the rows of a file, given what is filed already. Pure.
//
//   Drafts drafts = DraftSubmissions(filled.rows, returns, digest);
#ifndef LIANFANG_CLI_IMPORT_DRAFTS_H_
#define LIANFANG_CLI_IMPORT_DRAFTS_H_

#include <google/protobuf/repeated_field.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/import/fault.h"
#include "cli/import/rows.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::cli {

// A filing, or a correction of one, and the row that it comes from.
struct Draft {
  const FilledRow* row;
  submission::v1::SubmitReturnRequest request;
};

struct Drafts {
  std::vector<Draft> submissions;
  std::vector<const submission::v1::Return*> unchanged;  // what is filed already as the file has it
  std::vector<Fault> faults;
};

// A row whose obligation has a return corrects it: supersedes its latest revision, under its etag, for the reason in
// the row, without which it is a fault. A row that says what is filed changes nothing and is left out; but where the
// return is owed again (sent back, or its final figures open) the same figures with a new reason confirm them, and
// without one they are a fault: nothing would be filed of what is owed.
//
// Request ids derive from `digest` (of the file), the row and the whole request, so that an import which broke off goes
// on when it is run again: what was filed is answered, not filed twice. Refers to `rows` and `returns`.
Drafts DraftSubmissions(const std::vector<FilledRow>& rows,
                        const google::protobuf::RepeatedPtrField<submission::v1::Return>& returns,
                        absl::string_view digest);

// What the service's refusal of a draft says about its row: one fault for every field violation and every warning that
// is not confirmed, under the headings of the file; one for the row where the status names none.
std::vector<Fault> FaultsOf(const Draft& draft, const absl::Status& refusal);

// The plausibility warnings in `checked`, what the service's dry run made of the draft, that the row does not confirm:
// they refuse no dry run, but the filing.
std::vector<Fault> UnconfirmedWarnings(const Draft& draft, const submission::v1::ReturnRevision& checked);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_DRAFTS_H_
