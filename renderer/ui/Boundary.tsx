import { Component, type ReactNode } from "react";

interface Props {
  /** What is shown instead of a part that threw; `again` tries to draw it anew. */
  readonly fallback: (again: () => void) => ReactNode;
  /** Called before a part is drawn anew. */
  readonly onAgain?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** Keeps what breaks while it is drawn from taking the rest of the window with it. A class because React has no other way. */
export class Boundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  private readonly again = (): void => {
    this.props.onAgain?.();
    this.setState({ broken: false });
  };

  override render(): ReactNode {
    return this.state.broken ? this.props.fallback(this.again) : this.props.children;
  }
}
