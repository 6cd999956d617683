// The draft of a return: saved on the server while one types, so that a closed tab or a colleague loses nothing. What the server has not
// got yet is kept in this tab.
import { Code, ConnectError } from '@connectrpc/connect';
import { create, fromJsonString, toJsonString } from '@bufbuild/protobuf';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import { DraftService, type ReturnDraft, ReturnDraftSchema } from '$/gen/lianfang/submission/v1/draft_service_pb';
import { client, newRequestId } from '$/api/transport';

export type DraftContent = Pick<ReturnDraft, 'figures' | 'note' | 'correctionReason' | 'warningConfirmation'>;
export type DraftState = 'none' | 'saved' | 'waiting' | 'saving' | 'local' | 'conflict';

const quiet = 1200;

export class Drafts {
  state = $state<DraftState>('none');
  savedTime = $state.raw<Timestamp | undefined>();
  private etag: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private content: DraftContent | undefined;
  private saving: Promise<void> | undefined;

  constructor(
    private readonly name: string,
    draft: ReturnDraft | undefined,
    private readonly identity: string,
  ) {
    this.etag = draft?.etag ?? '';
    if (draft !== undefined) {
      this.state = 'saved';
      this.savedTime = draft.updateTime;
    }
  }

  // changed: the form says something else now.
  changed(content: DraftContent): void {
    this.content = content;
    this.keepHere();
    if (this.state === 'conflict') return;
    this.state = 'waiting';
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), quiet);
  }

  // save sends what was typed last; one call at a time.
  async save(): Promise<void> {
    clearTimeout(this.timer);
    while (this.saving !== undefined) await this.saving;
    if (this.content === undefined || this.state === 'conflict') return;
    this.saving = this.send(this.content);
    await this.saving;
    this.saving = undefined;
  }

  private async send(content: DraftContent): Promise<void> {
    this.state = 'saving';
    try {
      const draft = create(ReturnDraftSchema, { ...content, name: this.name, etag: this.etag });
      const saved = await client(DraftService).saveDraft({ draft, requestId: newRequestId() });
      this.etag = saved.etag;
      this.savedTime = saved.updateTime;
      if (this.content === content) {
        this.state = 'saved';
        this.content = undefined;
        this.forgetHere();
      } else {
        this.state = 'waiting';
      }
    } catch (thrown) {
      this.state = ConnectError.from(thrown).code === Code.Aborted ? 'conflict' : 'local';
    }
  }

  // overwrite answers a conflict: the colleague's draft is replaced by what stands here.
  async overwrite(content: DraftContent): Promise<void> {
    const theirs = await client(DraftService).getDraft({ name: this.name });
    this.etag = theirs.etag;
    this.content = content;
    this.state = 'waiting';
    await this.save();
  }

  take(draft: ReturnDraft): void {
    this.etag = draft.etag;
    this.content = undefined;
    this.savedTime = draft.updateTime;
    this.state = 'saved';
    this.forgetHere();
  }

  // filed: the server has dropped the draft with the filing.
  filed(): void {
    clearTimeout(this.timer);
    this.content = undefined;
    this.etag = '';
    this.state = 'none';
    this.forgetHere();
  }

  stop(): void {
    clearTimeout(this.timer);
    if (this.content !== undefined && this.state !== 'conflict') void this.save();
  }

  private key(): string {
    return `lianfang.draft ${this.identity} ${this.name}`;
  }

  private keepHere(): void {
    if (this.content === undefined) return;
    const draft = create(ReturnDraftSchema, { ...this.content, name: this.name });
    try {
      sessionStorage.setItem(this.key(), toJsonString(ReturnDraftSchema, draft));
    } catch {
      // The form itself still has it.
    }
  }

  private forgetHere(): void {
    try {
      sessionStorage.removeItem(this.key());
    } catch {
      // There is nothing to forget.
    }
  }

  // kept: what this tab had not saved when it was loaded last.
  kept(): DraftContent | undefined {
    try {
      const text = sessionStorage.getItem(this.key());
      return text === null ? undefined : fromJsonString(ReturnDraftSchema, text);
    } catch {
      return undefined;
    }
  }
}
