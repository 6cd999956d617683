#include "common/files/testing/file_store_conformance.h"

#include <thread>
#include <vector>

#include "common/files/testing/sample_files.h"
#include "common/id.h"

namespace lianfang {

std::string FileStoreTest::Begin(const std::string& content, const std::string& owner, absl::Time create_time) {
  const StoredUpload fresh{.id = NewUuid(),
                           .parent = "plans/p/returns/r",
                           .owner = owner,
                           .uploader = "spiffe://t/region/140581/department/emergency/role/liaison",
                           .request_hash = std::string(32, 'h'),
                           .file = sample_files::Announced("扫描件.pdf", content),
                           .create_time = create_time};
  const auto begun = store_->Begin(fresh, 10, deadline_);
  EXPECT_TRUE(begun.ok() && begun->has_value()) << begun.status();
  return fresh.id;
}

PutResult FileStoreTest::Put(const std::string& id, int64_t offset, const std::string& data) {
  return *store_->Put(id, offset, data, deadline_);
}

std::string FileStoreTest::Store(const std::string& content, size_t piece) {
  const std::string id = Begin(content);
  for (size_t at = 0; at < content.size(); at += piece) {
    EXPECT_EQ(Put(id, static_cast<int64_t>(at), content.substr(at, piece)).outcome, PutResult::kTaken);
  }
  EXPECT_TRUE(store_->Keep(id, deadline_).ok());
  EXPECT_TRUE(store_->Drop(id, deadline_).ok());
  return Sha256(content);
}

std::string FileStoreTest::ReadAll(const std::string& sha256) {
  std::string content;
  for (;;) {
    const std::string piece = *store_->Read(sha256, static_cast<int64_t>(content.size()), deadline_);
    if (piece.empty()) return content;
    content += piece;
  }
}

namespace {

std::string Bytes(size_t count) {
  std::string bytes(count, '\0');
  for (size_t i = 0; i < count; ++i) bytes[i] = static_cast<char>(i * 31 + i / 256);
  return bytes;
}

TEST_P(FileStoreTest, AnUploadIsFoundAsItWasBegun) {
  const std::string id = Begin("content");
  const StoredUpload upload = **store_->Find(id, deadline_);
  EXPECT_EQ(upload.id, id);
  EXPECT_EQ(upload.parent, "plans/p/returns/r");
  EXPECT_EQ(upload.owner, "emergency/140581");
  EXPECT_EQ(upload.file.display_name(), "扫描件.pdf");
  EXPECT_EQ(upload.file.size_bytes(), 7);
  EXPECT_EQ(upload.file.sha256(), Sha256("content"));
  EXPECT_EQ(upload.request_hash, std::string(32, 'h'));
  EXPECT_EQ(upload.create_time, absl::FromUnixSeconds(1'750'000'000));
  EXPECT_EQ(upload.received, 0);
  EXPECT_FALSE(store_->Find(NewUuid(), deadline_)->has_value());
}

TEST_P(FileStoreTest, BeginningAgainChangesNothingAndAnOwnerHasAFew) {
  const std::string id = Begin("content");
  Put(id, 0, "con");
  StoredUpload again = **store_->Find(id, deadline_);
  again.file.set_display_name("another.pdf");
  again.received = 0;
  const StoredUpload found = **store_->Begin(again, 1, deadline_);
  EXPECT_EQ(found.file.display_name(), "扫描件.pdf");
  EXPECT_EQ(found.received, 3) << "it counts not against itself";
  again.id = NewUuid();
  EXPECT_FALSE(store_->Begin(again, 1, deadline_)->has_value());
  EXPECT_FALSE(store_->Find(again.id, deadline_)->has_value());
  again.owner = "health/140581";
  EXPECT_TRUE(store_->Begin(again, 1, deadline_)->has_value());
}

TEST_P(FileStoreTest, PiecesComeInOrderAndARepeatIsRecognised) {
  const std::string id = Begin("content");
  EXPECT_EQ(Put(id, 3, "tent").outcome, PutResult::kNotNext);
  EXPECT_EQ(Put(id, 0, "con").outcome, PutResult::kTaken);
  const PutResult repeat = Put(id, 0, "con");
  EXPECT_EQ(repeat.outcome, PutResult::kHereAlready);
  EXPECT_EQ(repeat.received, 3);
  EXPECT_EQ(Put(id, 0, "kon").outcome, PutResult::kDiffers);
  EXPECT_EQ(Put(id, 1, "on").outcome, PutResult::kDiffers) << "other bounds";
  const PutResult ahead = Put(id, 4, "ent");
  EXPECT_EQ(ahead.outcome, PutResult::kNotNext);
  EXPECT_EQ(ahead.received, 3);
  EXPECT_EQ(Put(id, 3, "tent").received, 7);
  EXPECT_EQ(*store_->ReadUpload(id, deadline_), "content");
  EXPECT_EQ(Put(NewUuid(), 0, "x").outcome, PutResult::kNoUpload);
}

// Two replicas, or a client that sends a piece twice at once.
TEST_P(FileStoreTest, OneOfTwoPiecesForTheSamePlaceIsTaken) {
  const std::string id = Begin(Bytes(1000));
  std::vector<PutResult> results(8);
  std::vector<std::thread> senders;
  for (PutResult& result : results) senders.emplace_back([&] { result = Put(id, 0, Bytes(500)); });
  for (std::thread& sender : senders) sender.join();
  int taken = 0;
  for (const PutResult& result : results) {
    taken += result.outcome == PutResult::kTaken ? 1 : 0;
    EXPECT_TRUE(result.outcome == PutResult::kTaken || result.outcome == PutResult::kHereAlready);
    EXPECT_EQ(result.received, 500);
  }
  EXPECT_EQ(taken, 1);
}

TEST_P(FileStoreTest, WhatIsKeptIsReadFromAnyPlace) {
  const std::string content = Bytes(1'300'000);
  const std::string hash = Store(content, 512 << 10);
  EXPECT_EQ(ReadAll(hash), content);
  EXPECT_EQ(*store_->Read(hash, 600'000, deadline_), content.substr(600'000, (2 * (512 << 10)) - 600'000));
  EXPECT_EQ(*store_->Read(hash, 1'299'999, deadline_), content.substr(1'299'999));
  EXPECT_EQ(*store_->Read(hash, 1'300'000, deadline_), "");
  EXPECT_EQ(*store_->Read(Sha256("another"), 0, deadline_), "");
}

TEST_P(FileStoreTest, TheSameContentIsKeptOnce) {
  const std::string content = Bytes(1000);
  const std::string hash = Store(content, 400);
  EXPECT_EQ(Store(content, 1000), hash);
  EXPECT_EQ(ReadAll(hash), content);
  EXPECT_EQ(store_->Read(hash, 0, deadline_)->size(), 400u) << "in the pieces in which it came first";
}

TEST_P(FileStoreTest, NothingIsKeptOfWhatIsNotWholeOrDropped) {
  const std::string id = Begin("content");
  Put(id, 0, "con");
  EXPECT_TRUE(store_->Keep(id, deadline_).ok());
  EXPECT_EQ(*store_->Read(Sha256("content"), 0, deadline_), "");
  EXPECT_TRUE(store_->Drop(id, deadline_).ok());
  EXPECT_TRUE(store_->Drop(id, deadline_).ok());
  EXPECT_FALSE(store_->Find(id, deadline_)->has_value());
  EXPECT_EQ(*store_->ReadUpload(id, deadline_), "");
}

// Whoever begins an upload anew under its id could otherwise put other bytes under a hash that was checked before.
TEST_P(FileStoreTest, NothingIsKeptUnderAHashThatIsNotItsOwn) {
  const std::string id = Begin("content");
  EXPECT_EQ(Put(id, 0, "another").outcome, PutResult::kTaken);
  EXPECT_TRUE(store_->Keep(id, deadline_).ok());
  EXPECT_EQ(*store_->Read(Sha256("content"), 0, deadline_), "");
  EXPECT_EQ(*store_->Read(Sha256("another"), 0, deadline_), "");
}

TEST_P(FileStoreTest, OldUploadsGoAndYoungOnesStay) {
  const absl::Time noon = absl::FromUnixSeconds(1'750'000'000);
  const std::string kept = Store("kept", 4);
  const std::string old = Begin("old", "a/1", noon - absl::Hours(30));
  const std::string older = Begin("older", "a/1", noon - absl::Hours(40));
  const std::string young = Begin("young", "a/1", noon - absl::Hours(2));
  Put(old, 0, "old");
  EXPECT_EQ(*store_->DropOld(noon - absl::Hours(24), 1, deadline_), 1);
  EXPECT_EQ(*store_->DropOld(noon - absl::Hours(24), 10, deadline_), 1);
  EXPECT_EQ(*store_->DropOld(noon - absl::Hours(24), 10, deadline_), 0);
  EXPECT_FALSE(store_->Find(old, deadline_)->has_value());
  EXPECT_FALSE(store_->Find(older, deadline_)->has_value());
  EXPECT_TRUE(store_->Find(young, deadline_)->has_value());
  EXPECT_EQ(ReadAll(kept), "kept");
}

}  // namespace
}  // namespace lianfang
