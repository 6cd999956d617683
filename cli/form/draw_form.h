// 抽取记录表: the record of a draw on paper, to be signed by those who were there, and kept with the file.
#ifndef LIANFANG_CLI_FORM_DRAW_FORM_H_
#define LIANFANG_CLI_FORM_DRAW_FORM_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "cli/glossary.h"
#include "cli/text/label.h"
#include "lianfang/expert/v1/draw.pb.h"
#include "lianfang/expert/v1/engagement.pb.h"

namespace lianfang::cli {

// The draw of an engagement as a Word document: the matter and its parties, the candidates in the order drawn, the
// panel and what its members answered, who was excluded or dropped out and why, hashes and seed, and places for 抽取人,
// 见证人, 申请部门, date and stamp. `people` has the names of experts by resource name; who is not in it stands by id alone.
// Of long lists the first 500 lines. INVALID_ARGUMENT when the draw's list does not parse; INTERNAL as Docx::Finish.
absl::StatusOr<std::string> DrawForm(const expert::v1::Engagement& engagement, const expert::v1::Draw& draw,
                                     const std::map<std::string, std::string>& people, const Glossary& words,
                                     Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_FORM_DRAW_FORM_H_
