#include "services/evaluation/domain/words/status_words.h"

namespace lianfang::evaluation {
namespace {

type::v1::LocalizedText Words(const char* zh, const char* en) {
  type::v1::LocalizedText words;
  words.set_zh(zh);
  words.set_en(en);
  return words;
}

}  // namespace

type::v1::LocalizedText StatusWords(v1::ResultStatus status) {
  switch (status) {
    case v1::RESULT_STATUS_ATTAINED:
      return Words("达标", "attained");
    case v1::RESULT_STATUS_NOT_ATTAINED:
      return Words("未达标", "not attained");
    case v1::RESULT_STATUS_PROVISIONAL_ATTAINED:
      return Words("暂达标", "provisionally attained");
    case v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED:
      return Words("暂未达标", "provisionally not attained");
    case v1::RESULT_STATUS_PENDING:
      return Words("未到期", "pending");
    case v1::RESULT_STATUS_MISSING:
      return Words("缺报", "missing");
    case v1::RESULT_STATUS_NOT_APPLICABLE:
      return Words("不适用", "not applicable");
    default:
      return {};
  }
}

}  // namespace lianfang::evaluation
