/** Vite's way to import a file as text: works in Node and in workerd. */
declare module '*?raw' {
  const text: string;
  export default text;
}
