// Short messages that something was done; read aloud, and gone after a while.
export const toasts = $state<{ list: { id: number; text: string }[] }>({ list: [] });

let counter = 0;

export function toast(text: string): void {
  const id = ++counter;
  toasts.list = [...toasts.list, { id, text }];
  setTimeout(() => {
    toasts.list = toasts.list.filter((one) => one.id !== id);
  }, 6000);
}
