// Signs for the numbers of a result.
#ifndef LIANFANG_WORDS_RESULT_WORDS_H_
#define LIANFANG_WORDS_RESULT_WORDS_H_

#include <string>

#include "lianfang/evaluation/v1/scorecard.pb.h"

namespace lianfang {

// The bound with its sign, `≤ 9.5`; empty where the result has no bound.
std::string BoundText(const evaluation::v1::Result& result);

}  // namespace lianfang

#endif  // LIANFANG_WORDS_RESULT_WORDS_H_
