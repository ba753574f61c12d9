import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react";
import styles from "./Split.module.css";
import { joined } from "./joined.ts";

/**
 * Two panes with a bar between. `size` is that of the `sized` pane: px, or a share (0–1) when `unit` is "share".
 * While dragging only a CSS variable changes, so a drag costs no React render; `onSize` is called at its end.
 * Keyboard on the bar: arrows move 16 px, Home/End go to the limits, Enter or double click collapses.
 */
export function Split({
  direction,
  sized,
  size,
  unit = "px",
  min,
  max,
  label,
  onSize,
  onCollapse,
  first,
  second,
  className,
}: {
  readonly direction: "row" | "column";
  readonly sized: "first" | "second";
  readonly size: number;
  readonly unit?: "px" | "share";
  readonly min: number;
  readonly max: number;
  readonly label: string;
  readonly onSize: (size: number) => void;
  readonly onCollapse?: () => void;
  readonly first: ReactNode;
  readonly second: ReactNode;
  readonly className?: string | undefined;
}) {
  const box = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const live = useRef(size);
  const along = direction === "row" ? "width" : "height";

  const show = (next: number) => {
    live.current = Math.min(max, Math.max(min, next));
    box.current?.style.setProperty("--size", cssSize(live.current));
    bar.current?.setAttribute("aria-valuenow", String(Math.round(percent(live.current))));
  };
  const cssSize = (value: number) => (unit === "px" ? `${value}px` : `${value * 100}%`);
  const percent = (value: number) =>
    unit === "share" ? value * 100 : ((value - min) / (max - min || 1)) * 100;

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const frame = box.current?.getBoundingClientRect();
    if (!frame || event.button !== 0) return;
    event.preventDefault();
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    const whole = frame[along];
    const move = (moved: globalThis.PointerEvent) => {
      const at = direction === "row" ? moved.clientX - frame.left : moved.clientY - frame.top;
      const pixels = sized === "first" ? at : whole - at;
      show(unit === "px" ? pixels : pixels / whole);
    };
    const end = () => {
      target.removeEventListener("pointermove", move);
      onSize(live.current);
    };
    target.addEventListener("pointermove", move);
    target.addEventListener("lostpointercapture", end, { once: true });
  };

  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const whole = box.current?.getBoundingClientRect()[along] ?? 1;
    const step = (unit === "px" ? 16 : 16 / whole) * (sized === "first" ? 1 : -1);
    const back = direction === "row" ? "ArrowLeft" : "ArrowUp";
    const forth = direction === "row" ? "ArrowRight" : "ArrowDown";
    if (event.key === back) show(live.current - step);
    else if (event.key === forth) show(live.current + step);
    else if (event.key === "Home") show(min);
    else if (event.key === "End") show(max);
    else if (event.key === "Enter" && onCollapse) return onCollapse();
    else return;
    event.preventDefault();
    onSize(live.current);
  };

  return (
    <div
      ref={box}
      className={joined(styles.split, styles[direction], className)}
      style={{ ["--size" as string]: cssSize(size) }}
    >
      <div className={joined(styles.pane, sized === "first" ? styles.sized : styles.rest)}>
        {first}
      </div>
      <div
        ref={bar}
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation={direction === "row" ? "vertical" : "horizontal"}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(percent(size))}
        className={styles.bar}
        onPointerDown={drag}
        onKeyDown={press}
        onDoubleClick={onCollapse}
      />
      <div className={joined(styles.pane, sized === "second" ? styles.sized : styles.rest)}>
        {second}
      </div>
    </div>
  );
}
