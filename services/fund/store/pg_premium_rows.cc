// Rate tables, lists and rates, of the rows of one transaction.
#include <algorithm>

#include "common/pg/array.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/store/fund_sql.h"
#include "services/fund/store/pg_fund_rows.h"

namespace lianfang::fund {
namespace {

constexpr size_t kChunk = 5000;  // rates written by one statement

pqxx::binarystring Bytes(const google::protobuf::Message& message) {
  return pqxx::binarystring(message.SerializeAsString());
}

}  // namespace

std::optional<v1::RateTable> PgFundRows::FindRateTable(const std::string& name) {
  return FindOne<v1::RateTable>(sql::kFindRateTable, name);
}

std::optional<v1::RateList> PgFundRows::FindRateList(const std::string& name) {
  return FindOne<v1::RateList>(sql::kFindRateList, name);
}

std::optional<v1::EmployerRate> PgFundRows::FindRate(const std::string& name) {
  const pqxx::result rows = transaction_.Execute(sql::kFindRate, ListOfRate(name), LastPart(name));
  if (rows.empty()) return std::nullopt;
  return ParseStored<v1::EmployerRate>(rows[0][0]);
}

std::vector<v1::EmployerRate> PgFundRows::RatesPage(const RateFilter& filter, const Page& page) {
  return ParseAll<v1::EmployerRate>(transaction_.Execute(sql::kListRates, filter.list, page.after,
                                                         filter.industry_class, filter.percent,
                                                         filter.corrected_only ? 1 : 0, page.limit));
}

std::vector<std::string> PgFundRows::FindListed(const std::string& list, const std::vector<std::string>& codes) {
  std::vector<std::string> listed;
  for (const pqxx::row& row : transaction_.Execute(sql::kFindListed, list, ArrayOf(codes))) {
    listed.push_back(row[0].as<std::string>());
  }
  return listed;
}

std::map<std::string, int> PgFundRows::PercentsOf(const std::string& list, const std::vector<std::string>& codes) {
  std::map<std::string, int> percents;
  for (const pqxx::row& row : transaction_.Execute(sql::kPercentsOf, list, ArrayOf(codes))) {
    percents[row[0].as<std::string>()] = row[1].as<int>();
  }
  return percents;
}

bool PgFundRows::IsInUse(const std::string& rate_table) {
  return transaction_.Execute(sql::kIsInUse, rate_table)[0][0].as<bool>();
}

void PgFundRows::SaveRateTable(const v1::RateTable& table) {
  transaction_.Execute(sql::kSaveRateTable, table.name(), PlanOf(table.name()), Bytes(table));
}

void PgFundRows::SaveRateList(const v1::RateList& list) {
  transaction_.Execute(sql::kSaveRateList, list.name(), PlanOf(list.name()), list.rate_table(),
                       static_cast<int>(list.state()), Bytes(list));
}

void PgFundRows::SaveRates(const std::string& list, const std::vector<v1::EmployerRate>& rates) {
  for (size_t first = 0; first < rates.size(); first += kChunk) {
    const size_t last = std::min(rates.size(), first + kChunk);
    std::vector<std::string> codes;
    std::vector<int64_t> classes;
    std::vector<int64_t> percents;
    std::vector<int64_t> corrected;
    std::vector<std::string> documents;
    for (size_t i = first; i < last; ++i) {
      const v1::EmployerRate& rate = rates[i];
      codes.push_back(rate.figures().credit_code());
      classes.push_back(rate.figures().industry_class());
      percents.push_back(rate.percent());
      corrected.push_back(rate.correction_reason().empty() ? 0 : 1);
      documents.push_back(rate.SerializeAsString());
    }
    transaction_.Execute(sql::kSaveRates, list, ArrayOf(codes), ArrayOf(classes), ArrayOf(percents), ArrayOf(corrected),
                         ArrayOfBytes(documents));
  }
}

}  // namespace lianfang::fund
