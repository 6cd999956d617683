#include "cli/import/testing/sample.h"

#include <google/protobuf/text_format.h>

#include "absl/strings/str_cat.h"

namespace lianfang::cli {
namespace {

template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  google::protobuf::TextFormat::ParseFromString(text, &message);
  return message;
}

}  // namespace

type::v1::Plan SamplePlan() {
  return FromText<type::v1::Plan>(R"pb(
    name: "plans/sample"
    time_zone: "Asia/Shanghai"
    regions {
      code: "140581"
      names { zh: "高平市" en: "Gaoping" }
    }
    industries {
      id: "coal-mining"
      names { zh: "煤矿" en: "Coal mining" }
    }
    industries {
      id: "construction"
      names { zh: "建筑施工" en: "Construction" }
    }
    periods {
      id: "2019"
      names { zh: "2019年度" }
    }
    periods {
      id: "2021"
      names { zh: "2021年度" }
    }
    figures {
      id: "accidents"
      names { zh: "事故起数" en: "Accidents" }
      unit { zh: "起" en: "accidents" }
      maximum: 10000
    }
    figures {
      id: "deaths"
      names { zh: "死亡人数" en: "Deaths" }
      unit { zh: "人" en: "persons" }
      maximum: 10000
    }
    figures {
      id: "trained"
      names { zh: "已培训人数" en: "Trained" }
      maximum: 10000
      may_be_not_applicable: true
    }
    figures {
      id: "trained-managers"
      names { zh: "负责人数" }
      maximum: 10000
    }
    figures {
      id: "required-managers"
      names { zh: "负责人数" }
      maximum: 10000
    })pb");
}

std::string SampleObligation(absl::string_view period, absl::string_view industry) {
  return absl::StrCat("plans/sample/obligations/", period, "-140581-", industry);
}

ObligationList SampleObligations() {
  ObligationList obligations;
  for (const char* period : {"2019", "2021"}) {
    for (const char* industry : {"coal-mining", "construction"}) {
      auto& obligation = *obligations.Add();
      obligation.set_name(SampleObligation(period, industry));
      obligation.set_department("emergency");
      obligation.set_period(period);
      obligation.set_region("140581");
      obligation.set_industry(industry);
      obligation.add_figures("accidents");
      obligation.add_figures("deaths");
      if (obligation.period() == "2021") obligation.add_figures("trained");
    }
  }
  return obligations;
}

submission::v1::Return SampleReturn() {
  return FromText<submission::v1::Return>(R"pb(
    name: "plans/sample/returns/2019-140581-coal-mining"
    obligation: "plans/sample/obligations/2019-140581-coal-mining"
    state: RETURN_STATE_SUBMITTED
    latest {
      revision: 1
      figures { figure: "accidents" number: 3 }
      figures { figure: "deaths" number: 1 }
      note: "初报"
    }
    etag: "e1")pb");
}

}  // namespace lianfang::cli
