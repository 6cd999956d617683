// Records between their contract and how they are stored: sealed as a whole, with the columns that they are found by, and names that tell
// nothing.
#ifndef LIANFANG_SERVICES_EXCHANGE_SEALED_RECORDS_H_
#define LIANFANG_SERVICES_EXCHANGE_SEALED_RECORDS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/field_cipher.h"
#include "lianfang/exchange/v1/record.pb.h"
#include "services/exchange/domain/record/facts.h"
#include "services/exchange/store/exchange_store.h"
#include "services/exchange/store/record_reading.h"

namespace lianfang::exchange {

// Seals and opens. Thread-safe; refers to the cipher.
class RecordSealer {
 public:
  RecordSealer(const FieldCipher& cipher, absl::TimeZone zone) : cipher_(cipher), zone_(zone) {}

  // `records/{kind}/{record}` of an owner's record: the same for the same owner, kind and source id, and for nobody without the key.
  std::string NameOf(const v1::Record& record) const;
  // What a person is found by.
  std::string PersonOf(absl::string_view id_number) const;

  // A record that was checked and completed (record_rules.h), published at an instant by somebody.
  StoredVersion Seal(v1::Record record, const std::string& publisher, absl::Time now) const;
  // DATA_LOSS with the reason FIELD_KEY_MISSING or, where the bytes are not what was sealed, SEAL_BROKEN; both name version and key.
  absl::StatusOr<v1::Record> Open(const StoredVersion& version) const;

  // The id of the key that seals.
  std::string SealingKey() const;
  // Sealed anew with that key.
  absl::StatusOr<SealedField> Resealed(const StoredVersion& version) const;

  absl::TimeZone zone() const { return zone_; }

 private:
  absl::StatusOr<std::string> OpenBytes(const StoredVersion& version) const;

  const FieldCipher& cipher_;
  const absl::TimeZone zone_;
};

// What reconciliation reads (record_reading.h). Thread-safe; refers to the store and the sealer.
class OpenedRecords : public RecordReading {
 public:
  OpenedRecords(ExchangeStore& store, const RecordSealer& sealer) : store_(store), sealer_(sealer) {}

  absl::StatusOr<std::vector<PlacedVersion>> ReadAfter(int64_t position, int limit, absl::Time deadline) override;
  absl::StatusOr<std::vector<PlacedVersion>> ReadNewest(const RecordSelection& selection, const std::string& after_name,
                                                        int limit, absl::Time deadline) override;
  absl::StatusOr<std::optional<PlacedVersion>> FindVersion(const std::string& name, int64_t version,
                                                           absl::Time deadline) override;
  absl::StatusOr<std::vector<PlacedVersion>> ReadVersionsOf(const std::vector<std::string>& names,
                                                            absl::Time deadline) override;
  absl::StatusOr<std::vector<AgreementInForce>> AgreementsInForce(const std::string& plan, v1::Purpose purpose,
                                                                  absl::Time now, absl::Time deadline) override;

 private:
  absl::StatusOr<std::vector<PlacedVersion>> OpenAll(const absl::StatusOr<std::vector<StoredVersion>>& stored) const;

  ExchangeStore& store_;
  const RecordSealer& sealer_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_SEALED_RECORDS_H_
