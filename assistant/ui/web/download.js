// A file that the server made, as JSON { name, type, text }; nothing for "".
(made) => {
  if (!made) return;
  const { name, type, text } = JSON.parse(made);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
